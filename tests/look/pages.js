// pages.js PICTURES FILE.html...: each page in headless Chromium as a desktop and as a phone shows it.
// A line "pass FILE WIDTH" or "FAILED FILE WIDTH: why" each, and a picture in the folder.
const { chromium } = require('playwright-core')
const path = require('path')

const WIDTHS = [1200, 390]
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
	'--disable-background-networking', '--disable-component-update', '--disable-sync']

// Runs inside the page: what is wrong with its DOM.
function faults(width) {
	const all = [...document.querySelectorAll('*')]
	const wrong = []
	const ids = all.filter(e => e.id).map(e => e.id)
	const scripts = all.filter(e => e.tagName === 'SCRIPT' ||
		[...e.attributes].some(a => /^on/i.test(a.name) || /^\s*javascript:/i.test(a.value)))
	const fetched = all.filter(e => /^(IMG|LINK|IFRAME|OBJECT|EMBED)$/.test(e.tagName) ||
		/url\(\s*["']?https?:/.test(e.getAttribute('style') || ''))
	const dangling = [...document.querySelectorAll('a[href^="#"]')]
		.filter(a => !document.getElementById(decodeURIComponent(a.getAttribute('href').slice(1))))

	if (document.documentElement.scrollWidth > width)
		wrong.push(`is ${document.documentElement.scrollWidth} wide`)
	for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i)))
		wrong.push(`id '${id}' twice`)
	for (const use of document.querySelectorAll('use'))
		if (!document.getElementById((use.getAttribute('href') || use.getAttribute('xlink:href')).slice(1)))
			wrong.push('a shape of a picture is missing')
	if (scripts.length)
		wrong.push(`${scripts.length} scripts`)
	if (fetched.length)
		wrong.push(`${fetched.length} things to fetch`)
	if (dangling.length)
		wrong.push(`${dangling.length} links lead nowhere, e.g. ${dangling[0].getAttribute('href')}`)
	for (const [i, figure] of document.querySelectorAll('figure').entries()) {
		if (!figure.querySelector('svg > title')?.textContent.trim() || !figure.querySelector('svg > desc'))
			wrong.push(`figure ${i + 1} has no title and description`)
		if (!figure.querySelector('table td'))
			wrong.push(`figure ${i + 1} has no data`)
	}
	for (const list of document.querySelectorAll('ul, ol'))
		if ([...list.children].some(e => e.tagName !== 'LI'))
			wrong.push('a list holds what is no item')
	if (!document.querySelector('html[lang]') || !document.title || !document.querySelector('main'))
		wrong.push('has no language, title or main part')
	return wrong
}

async function look(browser, pictures, file, width) {
	const page = await browser.newPage({ viewport: { width, height: 900 } })
	const asked = []

	page.on('request', r => r.url().startsWith('file:') || asked.push(r.url()))
	await page.goto('file://' + path.resolve(file))
	await page.screenshot({ path: path.join(pictures, `${path.basename(file)}-${width}.png`), fullPage: true })
	const wrong = await page.evaluate(faults, width)
	await page.close()
	return wrong.concat(asked.map(url => `asks for ${url}`))
}

async function main([pictures, ...files]) {
	const browser = await chromium.launch( // a new profile each time
		{ executablePath: '/usr/bin/chromium', args: ARGUMENTS, headless: true })

	for (const file of files)
		for (const width of WIDTHS) {
			const wrong = await look(browser, pictures, file, width)
			console.log((wrong.length ? 'FAILED' : 'pass') + ` ${path.basename(file)} ${width}` +
				(wrong.length ? ': ' + wrong.join('; ') : ''))
		}
	await browser.close()
}

main(process.argv.slice(2)).catch(e => {
	console.error(e)
	process.exit(1)
})
