// stream-audio-fingerprint (Adblock Radio) makes landmark pairs and leaves matching to its user. Matching
// here is the plainest: each shared print votes for a recording and an offset, the best count wins.

import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const [what, jobPath] = process.argv.slice(2)
const at = 'build/codegen_landmark.mjs'
const module = path.join(process.env.PEER_MODULES, '@qgustavor/stream-audio-fingerprint', at)
const { default: Codegen } = await import(pathToFileURL(module))

const RATE_HZ = 22050 // its default, with frames of 256 samples
const FRAME_S = 256 / RATE_HZ
const SPAN_BITS = 22 // of frames: 13 hours

const prints = file => {
  const asked = ['-v', 'error', '-nostdin', '-i', file, '-ac', '1', '-ar', `${RATE_HZ}`, '-f', 's16le', '-']
  const { stdout, status } = spawnSync('ffmpeg', asked, { maxBuffer: 1 << 30 })
  if (status !== 0) throw new Error(`ffmpeg does not read ${file}`)
  const maker = new Codegen()
  const times = []
  const hashes = []
  for (let first = 0; first < stdout.length; first += 1 << 16) {
    const { tcodes, hcodes } = maker.process(stdout.subarray(first, first + (1 << 16)))
    for (let i = 0; i < tcodes.length; i++) {
      if (Number.isFinite(hcodes[i])) {
        times.push(tcodes[i])
        hashes.push(hcodes[i])
      }
    }
  }
  return { times, hashes }
}

const index = (files, db) => {
  const names = []
  const parts = []
  for (const [number, file] of files.entries()) {
    const { times, hashes } = prints(file)
    const rows = new Uint32Array(times.length * 3)
    for (let i = 0; i < times.length; i++) rows.set([hashes[i], number, times[i]], i * 3)
    names.push(path.parse(file).name)
    parts.push(Buffer.from(rows.buffer))
  }
  fs.writeFileSync(path.join(db, 'prints.bin'), Buffer.concat(parts))
  fs.writeFileSync(path.join(db, 'names.json'), JSON.stringify(names))
}

const query = (files, db) => {
  const names = JSON.parse(fs.readFileSync(path.join(db, 'names.json')))
  const bytes = fs.readFileSync(path.join(db, 'prints.bin'))
  const rows = new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
  const places = new Map()
  for (let i = 0; i < rows.length; i += 3) {
    const list = places.get(rows[i])
    if (list === undefined) places.set(rows[i], [i])
    else list.push(i)
  }
  return files.map(file => {
    const { times, hashes } = prints(file)
    const votes = new Map()
    let best = 0
    let key = -1
    for (let i = 0; i < times.length; i++) {
      for (const row of places.get(hashes[i]) ?? []) {
        const lag = rows[row + 2] - times[i] + 2 ** (SPAN_BITS - 1)
        const vote = rows[row + 1] * 2 ** SPAN_BITS + lag
        const count = (votes.get(vote) ?? 0) + 1
        votes.set(vote, count)
        if (count > best) {
          best = count
          key = vote
        }
      }
    }
    const name = path.parse(file).name
    if (best === 0) return [name, null, 0, null, null]
    const lag = (key % 2 ** SPAN_BITS) - 2 ** (SPAN_BITS - 1)
    return [name, names[Math.floor(key / 2 ** SPAN_BITS)], best, lag * FRAME_S, null]
  })
}

if (what !== 'try') {
  const job = JSON.parse(fs.readFileSync(jobPath))
  if (what === 'index') index(job.files, job.db)
  else fs.writeFileSync(job.out, JSON.stringify(query(job.files, job.db)))
}
