// SPDX-License-Identifier: Apache-2.0
// ali_oss.js STEP SETTINGS: one use of ali-oss; what came of it, as a line of JSON.
'use strict';
const OSS = require('ali-oss');

const [step, text] = process.argv.slice(2);
const settings = JSON.parse(text);
const client = () => new OSS(settings.client);
const crc64 = (result) => result.res.headers['x-oss-hash-crc64ecma'];
// The code of the service's error, and its status.
const refusal = (promise) => promise.then(() => 'none', (error) => `${error.status} ${error.code}`);

const steps = {
  async objects() {
    const oss = client();
    const out = [];
    for (const key of settings.keys) {
      const content = Buffer.from(`of ${key}\n`);
      const put = await oss.put(key, content, { mime: 'text/x-own', meta: { who: 'a b', name: key.length } });
      const head = await oss.head(key);
      const got = await oss.get(key);
      const gone = (await oss.delete(key)).res.status;
      out.push({
        key: put.name === key,
        etag: put.res.headers.etag === head.res.headers.etag && put.res.headers.etag === got.res.headers.etag,
        crc64: crc64(put) === crc64(head) && crc64(put) === crc64(got),
        type: head.res.headers['content-type'],
        size: Number(head.res.headers['content-length']) === content.length,
        meta: head.meta,
        same: Buffer.compare(got.content, content) === 0,
        gone,
        after: await refusal(oss.head(key)),
      });
    }
    return out;
  },

  async callback() {
    const put = await client().put(settings.key, Buffer.from('hello'), { callback: settings.callback });
    return { status: put.res.status, data: put.data, etag: put.res.headers.etag, crc64: crc64(put) };
  },

  async dead() {
    const oss = client();
    const refused = await refusal(oss.put(settings.key, Buffer.from('hello'), { callback: settings.callback }));
    return { refused, stored: (await oss.get(settings.key)).content.toString() };
  },

  async strangers() {
    const as = (more) => new OSS({ ...settings.client, ...more });
    const put = (oss) => refusal(oss.put(settings.key, Buffer.from('hello')));
    const out = {
      secret: await put(as({ accessKeySecret: 'fake-other' })),
      id: await put(as({ accessKeyId: 'fake-other' })),
      get: await refusal(as({ accessKeySecret: 'fake-other' }).get(settings.key)),
      list: await refusal(as({ accessKeySecret: 'fake-other' }).listUploads({})),
      after: await refusal(client().head(settings.key)),
    };
    return out;
  },

  async upload() {
    const result = await client().multipartUpload(settings.key, settings.file, {
      partSize: settings.partSize,
      parallel: 3,
      mime: 'text/x-own',
      meta: { who: 'me' },
      callback: settings.callback,
    });
    return { status: result.res.status, etag: result.etag, crc64: crc64(result), data: result.data };
  },

  // Stopped after two parts; another client goes on from the checkpoint.
  async resume() {
    const first = client();
    let checkpoint;
    const stopped = await first.multipartUpload(settings.key, settings.file, {
      partSize: settings.partSize,
      parallel: 1,
      progress: async (_, at) => {
        checkpoint = JSON.parse(JSON.stringify(at));
        if (at.doneParts.length === 2) first.cancel();
      },
    }).then(() => 'went through', (error) => error.name);
    const open = (await client().listUploads({ prefix: settings.key })).uploads;
    const before = (await client().listParts(settings.key, checkpoint.uploadId)).parts.map((part) => part.PartNumber);
    const result = await client().multipartUpload(settings.key, settings.file, { parallel: 1, checkpoint });
    return {
      stopped,
      open: open.map((each) => [each.name, each.uploadId === checkpoint.uploadId]),
      before,
      crc64: crc64(result),
      after: (await client().listUploads({ prefix: settings.key })).uploads,
    };
  },

  async lists() {
    const oss = client();
    const content = Buffer.alloc(settings.partSize, 'x');
    const begun = [];
    for (const key of ['list/a b', 'list/a b', 'list/\u4e2d']) begun.push((await oss.initMultipartUpload(key)).uploadId);
    for (const number of [7, 2, 3]) {
      await oss.uploadPart('list/\u4e2d', begun[2], number, content, 0, settings.partSize);
    }
    const parts = [];
    let page;
    do {
      page = await oss.listParts('list/\u4e2d', begun[2], {
        'max-parts': 2,
        'part-number-marker': page ? page.nextPartNumberMarker : 0,
      });
      parts.push([].concat(page.parts).map((part) => [part.PartNumber, part.Size, part.ETag]));
    } while (page.isTruncated === 'true');
    const uploads = [];
    let marker = {};
    do {
      page = await oss.listUploads({ prefix: 'list/', 'max-uploads': 1, ...marker });
      uploads.push(...page.uploads.map((each) => each.uploadId));
      marker = { 'key-marker': page.nextKeyMarker, 'upload-id-marker': page.nextUploadIdMarker };
    } while (page.isTruncated);
    await oss.abortMultipartUpload('list/a b', begun[0]);
    await oss.abortMultipartUpload('list/\u4e2d', begun[2]);
    const left = (await oss.listUploads({ prefix: 'list/' })).uploads;
    return {
      parts,
      all: JSON.stringify([...uploads].sort()) === JSON.stringify([...begun].sort()),
      left: left.map((each) => each.uploadId === begun[1]),
      aborted: await refusal(oss.abortMultipartUpload('list/a b', begun[0])),
      late: await refusal(oss.uploadPart('list/a b', begun[0], 1, content, 0, content.length)),
    };
  },

  async errors() {
    const oss = client();
    const content = Buffer.alloc(settings.partSize, 'x');
    const { uploadId } = await oss.initMultipartUpload('errors');
    const put = async (number, size) =>
      ({ number, etag: (await oss.uploadPart('errors', uploadId, number, content, 0, size)).etag });
    const [small, last] = [await put(1, 10), await put(2, 20)];
    const complete = (parts) => refusal(oss.completeMultipartUpload('errors', uploadId, parts));
    return {
      small: await complete([small, last]),
      missing: await complete([{ number: 9, etag: last.etag }]),
      differs: await complete([{ number: 2, etag: small.etag }]),
      none: await complete([]),
      number: await refusal(oss.uploadPart('errors', uploadId, 10001, content, 0, 10)),
      right: await complete([last]),
      again: await complete([last]),
    };
  },
};

steps[step]().then((result) => console.log(JSON.stringify(result)), (error) => {
  console.error(error);
  process.exitCode = 1;
});
