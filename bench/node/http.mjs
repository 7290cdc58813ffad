// The same on Node's bare http.
import http from 'node:http';
import { receive } from './inbox.mjs';

http
  .createServer((req, res) => {
    if (req.method !== 'POST' || req.url !== '/webhooks/m2m') {
      res.writeHead(404).end();
      return;
    }
    const chunks = [];
    req.on('data', (chunk) => chunks.push(chunk));
    req.on('end', async () => {
      try {
        const status = await receive(req.headers, Buffer.concat(chunks));
        res.writeHead(status, { 'Content-Type': 'text/plain' });
        res.end(status === 200 ? 'OK' : 'Invalid signature');
      } catch (e) {
        console.error(e);
        res.writeHead(500).end();
      }
    });
  })
  .listen(process.env.PORT, '127.0.0.1');
