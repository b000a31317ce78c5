// workbook.js OURS AGAIN: every cell's value in a workbook and in the one that LibreOffice saved of it.
const { execFileSync } = require('child_process')

const part = (book, name) => execFileSync('unzip', ['-p', book, name], { encoding: 'utf8', maxBuffer: 1 << 29 })
const has = (book, name) => execFileSync('unzip', ['-Z1', book], { encoding: 'utf8' }).split('\n').includes(name)
const plain = xml => xml.replace(/<rPh[\s\S]*?<\/rPh>/g, '').replace(/<[^>]*>/g, '')
	.replace(/_x([0-9A-F]{4})_/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)))
	.replace(/&#(\d+);/g, (_, n) => String.fromCodePoint(n))
	.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&apos;/g, "'").replace(/&amp;/g, '&')
	.replace(/\r\n?/g, '\n')
const attribute = (tag, name) => (tag.match(new RegExp(`\\b${name}="([^"]*)"`)) || [])[1]

function sheets(book) {
	const targets = new Map([...part(book, 'xl/_rels/workbook.xml.rels').matchAll(/<Relationship [^>]*>/g)]
		.map(([tag]) => [attribute(tag, 'Id'), attribute(tag, 'Target').replace(/^\/?(xl\/)?/, 'xl/')]))
	return [...part(book, 'xl/workbook.xml').matchAll(/<sheet [^>]*>/g)]
		.map(([tag]) => [plain(attribute(tag, 'name')), targets.get(attribute(tag, 'r:id'))])
}

function cells(xml, shared) {
	const found = new Map()
	for (const [, tag, inside = ''] of xml.matchAll(/<c ([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g)) {
		const type = attribute(tag, 't')
		const value = (inside.match(/<v[^>]*>([\s\S]*?)<\/v>/) || [])[1]
		const text = type === 's' ? shared[value]
			: type === 'inlineStr' ? plain(inside)
			: type === 'str' || type === 'e' ? plain(value || '')
			: value === undefined ? '' : Number(value)
		if (text !== '')
			found.set(attribute(tag, 'r'), text)
	}
	return found
}

function read(book) {
	const shared = has(book, 'xl/sharedStrings.xml')
		? [...part(book, 'xl/sharedStrings.xml').matchAll(/<si>([\s\S]*?)<\/si>|<si\/>/g)].map(m => plain(m[1] || ''))
		: []
	return new Map(sheets(book).map(([name, target]) => [name, cells(part(book, target), shared)]))
}

const same = (a, b) => a === b || (typeof a === 'number' && typeof b === 'number' &&
	Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b)))

const [ours, again] = process.argv.slice(2).map(read)
const wrong = []
let n = 0
for (const [name, sheet] of ours)
	for (const at of new Set([...sheet.keys(), ...(again.get(name) || new Map()).keys()])) {
		n++
		if (!same(sheet.get(at), again.get(name)?.get(at)))
			wrong.push(`${name}!${at}: ${sheet.get(at)} became ${again.get(name)?.get(at)}`)
	}
console.log(wrong.slice(0, 5).join('; ') || `${n} cells`)
process.exit(wrong.length || !n ? 1 : 0)
