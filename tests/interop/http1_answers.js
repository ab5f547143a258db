// SPDX-License-Identifier: Apache-2.0
// What node's strict parser makes of answers; lines in and out are those of http1_answers.cpp.
'use strict';
const http = require('http');
const readline = require('readline');
const { Duplex, finished } = require('stream');

const toHex = (text) => Buffer.from(text, 'latin1').toString('hex');

function verdict(method, bytes) {
  return new Promise((resolve) => {
    let asked = false;
    const connection = new Duplex({
      read() {},
      write(chunk, encoding, done) {
        done();
        if (asked) return;
        asked = true;
        connection.push(bytes);
        connection.push(null);
      },
    });
    let answer = { refused: 'no answer' };
    const refused = (why) => resolve({ refused: why });
    const request = http.request({
      method, host: 'oss.example.com', createConnection: () => connection, insecureHTTPParser: false,
      maxHeaderSize: 64 * 1024,
    });
    request.on('error', (error) => refused(error.code || error.message));
    request.on('upgrade', () => refused('upgrade'));
    let whole = Promise.resolve();
    request.on('response', (response) => {
      const body = [];
      whole = new Promise((done) => finished(response, done));
      response.on('data', (piece) => body.push(piece));
      response.on('error', (error) => refused(error.code || error.message));
      response.on('aborted', () => refused('aborted'));
      response.on('end', () => {
        if (!response.complete) return refused('incomplete');
        const headers = [];
        for (let i = 0; i < response.rawHeaders.length; i += 2)
          headers.push([toHex(response.rawHeaders[i]), toHex(response.rawHeaders[i + 1])]);
        answer = { status: response.statusCode, headers, body: Buffer.concat(body).toString('hex') };
      });
    });
    // What follows an answer may still be an error; an answer that the connection's end ends comes later.
    request.on('close', () => whole.then(() => resolve(answer)));
    request.end();
  });
}

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [method, hex] = line.split(' ');
    console.log(JSON.stringify(await verdict(method, Buffer.from(hex || '', 'hex'))));
  }
})();
