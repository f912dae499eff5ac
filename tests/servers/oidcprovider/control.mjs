// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What kit/doubles.py gives programs in Python, for those in JavaScript: counting, faults on purpose, a control port.
import http from 'node:http';

export class Desk {
  #counts = {};
  #refused = {};
  #faults = [];
  #servers = [];

  asked(operation) {
    this.#counts[operation] = (this.#counts[operation] ?? 0) + 1;
  }

  refused(code) {
    this.#refused[code] = (this.#refused[code] ?? 0) + 1;
  }

  // The fault that this question meets: {status, code, message}.
  take(operation) {
    const fault = this.#faults.find((one) => one.times > 0 && ['*', operation].includes(one.operation));
    if (fault) fault.times -= 1;
    return fault;
  }

  // open() makes the servers and says their ports: [[server, port], ...].
  serve(port, own, open) {
    const up = async () => {
      if (this.#servers.length > 0) return {};
      const opened = open();
      this.#servers = opened.map(([server]) => server);
      await Promise.all(opened.map(([server, at]) => new Promise((done, failed) => {
        server.once('error', failed).listen(Number(at), '127.0.0.1', done);
      })));
      return {};
    };
    const commands = {
      ...own,
      up,
      down: async () => {
        await Promise.all(this.#servers.map((server) => new Promise((done) => {
          server.close(done);
          server.closeAllConnections();
        })));
        this.#servers = [];
        return {};
      },
      counts: () => ({ counts: this.#counts, refused: this.#refused }),
      'reset-counts': () => {
        this.#counts = {};
        this.#refused = {};
        return {};
      },
      fail: (times, status, code = '-', operation = '*', ...words) => {
        const message = words.join(' ') || 'made to fail by a test';
    this.#faults.push({ times: Number(times), status: Number(status), code, operation, message });
        return {};
      },
      heal: () => {
        this.#faults = [];
        return {};
      },
    };
    const onCommand = async (request, response) => {
      let body = '';
      for await (const piece of request) body += piece;
      let status = 200;
      let answer;
      try {
        answer = await commands[request.url.slice(1)](...JSON.parse(body || '[]'));
      } catch (problem) {
        status = 400;
        answer = { error: String(problem.message) };
      }
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
    };
    up().then(() => http.createServer(onCommand).listen(Number(port), '127.0.0.1'), (problem) => {
      console.error(String(problem.message));
      process.exit(1);
    });
  }
}
