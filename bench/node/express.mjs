// M2M's documented way with Express: the raw body, verified, parsed, stored, answered.
import express from 'express';
import { receive } from './inbox.mjs';

const app = express();
app.use('/webhooks/m2m', express.raw({ type: 'application/json' }));
app.post('/webhooks/m2m', async (req, res) => {
  const status = await receive(req.headers, req.body);
  res.status(status).send(status === 200 ? 'OK' : 'Invalid signature');
});
app.listen(process.env.PORT, '127.0.0.1');
