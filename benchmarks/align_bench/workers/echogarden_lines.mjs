// Runs in echogarden's own folder: line times by its `dtw` engine, from the words of its timeline.
//
//     node echogarden_lines.mjs JOBS.json OUT.json
//
// A line begins with its first word that has a length; offsets are UTF-16 positions in the joined text.

import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { join } from 'node:path'

const [jobsPath, outPath] = process.argv.slice(2)
const require = createRequire(join(process.cwd(), 'here.js'))
const echogarden = await import(pathToFileURL(require.resolve('echogarden')).href)
const jobs = JSON.parse(readFileSync(jobsPath, 'utf-8'))

const results = []
for (const job of jobs.jobs) {
	results.push(await lineTimes(job.wav, job.lines, jobs.language))
}
writeFileSync(outPath, JSON.stringify({ results }))
process.exit(0)

async function lineTimes(wav, lines, language) {
	const options = { engine: 'dtw', language, plainText: { paragraphBreaks: 'single' } }
	let found
	try {
		found = await echogarden.align(wav, lines.join('\n'), options)
	} catch (error) {
		console.error(`not aligned: ${error}`)
		return lines.map(() => null)
	}
	let at = 0
	return lines.map((line) => {
		const start = at
		at += line.length + 1
		const words = found.wordTimeline.filter(
			(word) => word.startOffsetUtf16 >= start && word.startOffsetUtf16 < start + line.length
		)
		if (words.length === 0) {
			return null
		}
		const first = words.find((word) => word.endTime > word.startTime) ?? words[0]
		return [first.startTime, words[words.length - 1].endTime]
	})
}
