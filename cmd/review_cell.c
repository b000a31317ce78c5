/* What people write into an answer cell, as causes that the rules know. */
#include <string.h>

#include "base/text.h"
#include "cause/labelset.h"
#include "cmd/review.h"

struct names {
	const struct classifier *classifier;
	const struct labels *labels;
};

/* What people join causes by. A name may have one of the second in it (丢件、未收到). */
static const char *const JOINTS[][5] = {
	{";", "；", "|", "\n", NULL},
	{"、", "，", ",", NULL},
};
enum { N_JOINTS = sizeof JOINTS / sizeof *JOINTS };

static const char *const COLONS[] = {":", "：", NULL};

static struct span part(const char *text, size_t n)
{
	text = text_trim(text, &n);
	return (struct span){text, (uint32_t)n};
}

/* Where the first of `marks` stands in `text`, and how long it is; text.n when none does. */
static size_t find_mark(struct span text, const char *const *marks, size_t *length)
{
	for (size_t i = 0; i < text.n; i++)
		for (size_t k = 0; marks[k]; k++) {
			*length = strlen(marks[k]);
			if (*length <= text.n - i && !memcmp(text.text + i, marks[k], *length))
				return i;
		}
	*length = 0;
	return text.n;
}

/* ---- one label ---- */

/* A code of these rules comes before what others call so. */
static const char *code_of(const struct names *names, const char *field, struct span text)
{
	bool is_cause = !strcmp(field, "cause");

	for (size_t i = 0; i < classifier_labels(names->classifier); i++) {
		const char *cause, *subcause;

		classifier_label(names->classifier, i, &cause, &subcause);
		if (text_is(text.text, text.n, is_cause ? cause : subcause))
			return is_cause ? cause : subcause;
	}
	return labels_code(names->labels, field, text.text, text.n);
}

static bool is_known(const struct names *names, const char *cause, const char *subcause)
{
	for (size_t i = 0; i < classifier_labels(names->classifier); i++) {
		const char *known_cause, *known_subcause;

		classifier_label(names->classifier, i, &known_cause, &known_subcause);
		if (!strcmp(cause, known_cause) &&
			(!*subcause || !strcmp(subcause, known_subcause)))
			return true;
	}
	return false;
}

/* A label by codes or names, "产品：质量差", or a word for no cause; its code goes to `out`. */
static bool read_code(const struct names *names, struct span text, struct buf *out)
{
	const char *word = labels_code(names->labels, "answer", text.text, text.n);
	const char *cause, *subcause = "";
	size_t length, colon = find_mark(text, COLONS, &length);

	buf_clear(out);
	if (word) {
		buf_add_text(out, word);
		return true;
	}
	cause = code_of(names, "cause", part(text.text, colon));
	if (colon < text.n)
		subcause = code_of(names, "subcause",
			part(text.text + colon + length, text.n - colon - length));
	if (!cause || !subcause || !is_known(names, cause, subcause))
		return false;
	buf_format(out, "%s%s%s", cause, *subcause ? ":" : "", subcause);
	return true;
}

/* Whether the last part of the code is called so. */
static bool is_name(const struct names *names, const char *code, struct span name)
{
	const char *colon = strchr(code, ':'), *last = colon ? colon + 1 : code;
	const char *found = code_of(names, colon ? "subcause" : "cause", name);

	if (!found || strcmp(found, last) != 0)
		found = labels_code(names->labels, "answer", name.text, name.n);
	return found && !strcmp(found, last);
}

/* A label, or what the drop-down gives: "product:quality 质量差". */
static bool read_label(const struct names *names, struct span text, struct buf *out)
{
	if (read_code(names, text, out))
		return true;
	for (size_t i = 1; i < text.n; i++) {
		struct span name = part(text.text + i, text.n - i);

		if (name.text > text.text + i && read_code(names, part(text.text, i), out) &&
			is_name(names, buf_text(out), name))
			return true;
	}
	return false;
}

/* ---- a cell ---- */

static bool is_in(const struct buf *labels, const char *code)
{
	const char *at = buf_text(labels);
	struct span label;

	while (label_next(&at, LABEL_SUBCAUSE, &label))
		if (text_is(label.text, label.n, code))
			return true;
	return false;
}

static void add(struct said *said, const char *code)
{
	static const char *const WORDS[] = {"none", "unclassified"};

	for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
		if (!strcmp(code, WORDS[i])) {
			said->word = said->word ? said->word : WORDS[i];
			return;
		}
	if (!is_in(&said->labels, code))
		buf_format(&said->labels, "%s%s", said->labels.len ? ";" : "", code);
}

/* The labels of a cell added; false when one is unknown. */
static bool add_cell(const struct names *names, struct span cell, size_t joint, struct said *said)
{
	struct buf code = {0};
	bool is_good = true;

	while (is_good && cell.n) {
		size_t length, n = find_mark(cell, JOINTS[joint], &length);
		struct span text = part(cell.text, n);

		cell.text += n + length;
		cell.n -= (uint32_t)(n + length);
		if (!text.n)
			continue;
		if (read_label(names, text, &code))
			add(said, buf_text(&code));
		else
			is_good = joint + 1 < N_JOINTS && add_cell(names, text, joint + 1, said);
	}
	buf_release(&code);
	return is_good;
}

const char *said_read(struct said *said, const struct classifier *classifier,
	const struct labels *labels, struct span answer, struct span also, struct span *wrong)
{
	const struct names names = {classifier, labels};
	bool has_word;

	*wrong = answer;
	if (!add_cell(&names, answer, 0, said) || (!said->word && !said->labels.len))
		return "is no cause that the rules know";
	has_word = said->word;
	if (has_word && said->labels.len)
		return "says that there is no cause, and names one";
	*wrong = also;
	if (!add_cell(&names, also, 0, said))
		return "is no cause that the rules know";
	if (has_word && said->labels.len)
		return "is a cause, and the answer says that there is none";
	return NULL;
}
