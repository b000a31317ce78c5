// verdict.js FILE.json: the validator ends with 0 also when it found errors; its JSON is a list of them.
const errors = JSON.parse(require('fs').readFileSync(process.argv[2], 'utf8'))

if (!Array.isArray(errors) || errors.length) {
	console.log(JSON.stringify(errors))
	process.exit(1)
}
