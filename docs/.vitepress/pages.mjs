import { existsSync, readFileSync } from 'node:fs'

export const docs = new URL('../', import.meta.url)

/**
 * Every page of the site in the order in which a newcomer needs them: file name without `.md`, and what the page is
 * for. The sidebar and the list of the home page come from here.
 */
const groups = {
  'Start': {
    'simulator': 'the demo, and a simulator that sends, retries and fails as M2M may',
    'commands': 'single webhooks, and what to do when a signature doesn\'t match'
  },
  'Change what happens': {
    'editing-routes': 'forward an event, add a step, take user data from your source',
    'checks': 'find a wrong edit before it is saved into production',
    'your-own-routes': 'keep your routes in a project of your own, test them, and take an update',
    'variables': 'what a route reads and may set',
    'kamelets': 'only the signed webhooks and the reply, for routes that you write yourself',
    'library': 'the routes within your Spring Boot, Quarkus or camel-main application'
  },
  'Recipes': {
    'recipes/basic-auth': 'HTTP basic authentication',
    'recipes/bearer-token': 'a header with a token',
    'recipes/oauth2': 'access tokens of an OAuth 2 server',
    'recipes/mutual-tls': 'a certificate of the bridge\'s own for one endpoint',
    'recipes/idempotency-key': 'a call with an `Idempotency-Key`',
    'recipes/ledger-row': 'a table of yours, written with the hold or not at all',
    'recipes/by-amount-and-currency': 'conditions, and how amounts are compared',
    'recipes/masking': 'remove fields, keep amounts, read fields that may be absent',
    'recipes/user-data-from-a-service': 'other names, a cache, unknown users',
    'recipes/user-data-from-tables': 'a join, and a date that is text',
    'recipes/new-event': 'route, table, dispatch, and the key that the event gets',
    'recipes/slack': 'JSON for an incoming webhook',
    'recipes/teams': 'an adaptive card for a workflow',
    'brokers': 'ActiveMQ Artemis and Kafka',
    'recipes/dead-letter-queue': 'what failed for good, as messages of a broker',
    'recipes/report': 'a query each day, sent as JSON',
    'recipes/delay': 'a forward that comes later',
    'recipes/two-bridges': 'two bridges on two schemas of one PostgreSQL',
    'recipes/email-and-sftp': 'what to add to the build'
  },
  'Go live': {
    'settings': 'every setting, its default and its meaning',
    'going-live': 'what to set and to check at each step',
    'production': 'start, stop, memory, update',
    'running': 'the database and its roles; Docker, Kubernetes, Camel K; readiness',
    'tls': 'the bridge\'s own certificate, or a proxy in front',
    'secrets': 'variables, files or a vault; how to rotate the webhook secret'
  },
  'Operate': {
    'operating': 'a symptom, its cause, and the command that helps',
    'questions': 'what is wrong, what happened, which money is held, who did what',
    'console': 'the same answers in a browser, with users and roles; replay with a plan',
    'reconcile': 'compare the tables with M2M\'s API, and learn which operations have ended',
    'evidence': 'write what is kept of an operation into a file, and check its signatures',
    'replay': 'find dead and quarantined events, and put them back',
    'answers': 'each status, and each reason that the log names',
    'notices': 'which notices there are, how to change them, where they go',
    'metrics': 'every metric, and what to alert on',
    'traces': 'one trace from a webhook to its reply and its forward, for OpenTelemetry',
    'runbooks/events-need-you': 'the alert M2mEventsNeedYou',
    'runbooks/events-wait': 'the alert M2mEventsWait',
    'runbooks/replies-lost': 'the alert M2mRepliesLost',
    'runbooks/signatures-refused': 'the alert M2mSignaturesRefused',
    'runbooks/intake-unavailable': 'the alert M2mIntakeUnavailable',
    'runbooks/findings': 'the alert M2mFindings',
    'personal-data': 'where personal data is stored, how to erase it, what the log may contain',
    'scaling': 'two nodes on one database, or Kafka in front',
    'gotchas': 'what surprises people',
    'UPGRADING': 'what is public, and what each version changes'
  },
  'Understand': {
    'architecture': 'the promises, the way of an event, the packages, and why it is so',
    'protocol': 'what M2M sends and expects, and how open questions were decided',
    'states': 'pictures of the states of an event and of a data request',
    'reply-timeline': 'each attempt, its wait, and the deadline',
    'tables': 'the tables and their columns',
    'threat-model': 'what may be attacked, and the defence against it'
  },
  'Contribute': {
    'CONTRIBUTING': 'build, run one test, style, commit',
    'CHANGELOG': 'what changed in which version'
  }
}

const source = page => new URL(`${page}.md`, docs)

/** A page's own heading is its name everywhere. */
const title = page => /^# (.+)$/m.exec(readFileSync(source(page), 'utf8'))[1]

export const listed = Object.values(groups).flatMap(Object.keys)

/** The pages that are there: `[{ name, pages: [{ page, title, about }] }]`. */
export const sections = Object.entries(groups)
  .map(([name, pages]) => ({
    name,
    pages: Object.entries(pages)
      .filter(([page]) => existsSync(source(page)))
      .map(([page, about]) => ({ page, title: title(page), about }))
  }))
  .filter(({ pages }) => pages.length)
