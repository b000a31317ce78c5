/* A model as a file. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "model/model.h"
#include "record/batch.h"

static const char FIRST_LINE[] = "kesu-model 4\n";

static size_t table_cells(const struct cause_model *model)
{
	return ((size_t)1 << MODEL_BITS) * model->stride;
}

/* ---- writing ---- */

static void add_number(struct buf *out, double value)
{
	if (isnan(value))
		buf_add_text(out, " -");
	else
		buf_format(out, " %.17g", value);
}

static void add_class(struct buf *out, const struct model_class *c)
{
	buf_format(out, "class %zu", c->n_rows);
	add_number(out, c->bias);
	add_number(out, c->sigmoid.slope);
	add_number(out, c->sigmoid.offset);
	add_number(out, c->precision);
	add_number(out, c->recall);
	add_number(out, c->f1);
	buf_format(out, " %s\n", c->name);
}

static void add_clue(struct buf *out, const struct model_clue *clue, size_t n_classes)
{
	buf_add_text(out, "clue");
	for (size_t c = 0; c < n_classes; c++)
		add_number(out, clue->weights[c]);
	buf_format(out, " %s\n", clue->name);
}

static void add_body(struct buf *out, const struct cause_model *model)
{
	buf_format(out, "data %s\nrules %s\nrows %zu\nmacro_f1", model->data_hash,
		model->rules_hash, model->n_rows);
	add_number(out, model->macro_f1);
	buf_format(out, "\nprefers_rules %d\nscale", model->prefers_rules);
	add_number(out, model->scale);
	buf_format(out, "\nclasses %zu\nclues %zu\n", model->n_classes, model->n_clues);
	for (size_t c = 0; c < model->n_classes; c++)
		add_class(out, &model->classes[c]);
	for (size_t i = 0; i < model->n_clues; i++)
		add_clue(out, &model->clues[i], model->n_classes);
	buf_add_text(out, "table\n");
	for (size_t i = 0; i < table_cells(model); i++) {
		uint16_t cell = (uint16_t)model->table[i];

		buf_add_char(out, (char)(cell & 0xff));
		buf_add_char(out, (char)(cell >> 8));
	}
}

static void digest_of(const char *bytes, size_t n, char out[DIGEST_TEXT])
{
	struct digest *digest = digest_new();

	digest_add(digest, bytes, n);
	digest_finish(digest, out);
}

int model_save(struct cause_model *model, const char *path, struct err *err)
{
	struct buf body = {0}, file = {0};
	char sum[DIGEST_TEXT];
	int status;

	add_body(&body, model);
	digest_of(buf_text(&body), body.len, sum);
	buf_format(&file, "%ssha256 %s\n", FIRST_LINE, sum);
	buf_add(&file, body.data, body.len);
	digest_of(file.data, file.len, model->hash);
	status = file_write(path, file.data, file.len, err);
	buf_release(&body);
	buf_release(&file);
	return status;
}

/* ---- reading ---- */

/* What is left of the file. `is_bad` once anything was not as it must be. */
struct source {
	const char *at, *end;
	bool is_bad;
};

static bool take_word(struct source *s, const char *word)
{
	size_t n = strlen(word);

	if (!s->is_bad && (size_t)(s->end - s->at) >= n && !memcmp(s->at, word, n))
		s->at += n;
	else
		s->is_bad = true;
	return !s->is_bad;
}

/* The bytes up to a line's end, without it. */
static struct span take_line(struct source *s)
{
	const char *end = s->is_bad ? NULL : memchr(s->at, '\n', (size_t)(s->end - s->at));
	struct span line = {"", 0};

	if (!end) {
		s->is_bad = true;
		return line;
	}
	line = (struct span){s->at, (uint32_t)(end - s->at)};
	s->at = end + 1;
	return line;
}

static void take_hash(struct source *s, const char *word, char hash[DIGEST_TEXT])
{
	struct span line;

	take_word(s, word);
	line = take_line(s);
	s->is_bad |= line.n != DIGEST_TEXT - 1;
	if (s->is_bad)
		return;
	memcpy(hash, line.text, line.n);
	hash[line.n] = '\0';
}

/* " 0.25" or " -"; the file ends in a NUL, so strtod stops there. */
static double take_number(struct source *s)
{
	double value;
	char *end;

	if (!take_word(s, " "))
		return NAN;
	if (s->end - s->at > 1 && s->at[0] == '-' && (s->at[1] == ' ' || s->at[1] == '\n')) {
		s->at++;
		return NAN;
	}
	value = strtod(s->at, &end);
	s->is_bad |= end == s->at || !isfinite(value);
	s->at = end;
	return value;
}

static size_t take_count(struct source *s, const char *word, size_t most)
{
	double value = (take_word(s, word), take_number(s));

	s->is_bad |= !(value >= 0 && value <= (double)most && value == floor(value));
	return s->is_bad ? 0 : (size_t)value;
}

static char *take_name(struct source *s)
{
	struct span line;

	take_word(s, " ");
	line = take_line(s);
	return mem_text_n(line.text, line.n);
}

static void take_class(struct source *s, struct model_class *c)
{
	c->n_rows = take_count(s, "class", UINT32_MAX);
	c->bias = take_number(s);
	c->sigmoid.slope = take_number(s);
	c->sigmoid.offset = take_number(s);
	s->is_bad |= isnan(c->bias) || isnan(c->sigmoid.slope) || isnan(c->sigmoid.offset);
	c->precision = take_number(s);
	c->recall = take_number(s);
	c->f1 = take_number(s);
	c->name = take_name(s);
}

static void take_clue(struct source *s, struct model_clue *clue, size_t n_classes)
{
	take_word(s, "clue");
	for (size_t c = 0; c < n_classes; c++) {
		clue->weights[c] = take_number(s);
		s->is_bad |= isnan(clue->weights[c]);
	}
	clue->name = take_name(s);
}

static void take_table(struct source *s, struct cause_model *model)
{
	const unsigned char *bytes;

	take_word(s, "table\n");
	s->is_bad |= (size_t)(s->end - s->at) != table_cells(model) * 2;
	if (s->is_bad)
		return;
	bytes = (const unsigned char *)s->at;
	for (size_t i = 0; i < table_cells(model); i++)
		model->table[i] = (int16_t)(bytes[2 * i] | bytes[2 * i + 1] << 8);
}

/* NULL when the body is not as it must be. */
static struct cause_model *take_body(struct source *s)
{
	char data_hash[DIGEST_TEXT], rules_hash[DIGEST_TEXT];
	size_t n_rows, n_classes, n_clues;
	double macro_f1, scale;
	bool prefers_rules;
	struct cause_model *model;

	take_hash(s, "data ", data_hash);
	take_hash(s, "rules ", rules_hash);
	n_rows = take_count(s, "rows", UINT32_MAX);
	macro_f1 = (take_word(s, "\nmacro_f1"), take_number(s));
	prefers_rules = take_count(s, "\nprefers_rules", 1);
	scale = (take_word(s, "\nscale"), take_number(s));
	n_classes = take_count(s, "\nclasses", MODEL_CLASSES);
	n_clues = take_count(s, "\nclues", 100000);
	take_word(s, "\n");
	if (s->is_bad || !(scale > 0) || n_classes == 0)
		return NULL;
	model = model_new(n_classes, n_clues);
	memcpy(model->data_hash, data_hash, sizeof data_hash);
	memcpy(model->rules_hash, rules_hash, sizeof rules_hash);
	model->n_rows = n_rows;
	model->macro_f1 = macro_f1;
	model->prefers_rules = prefers_rules;
	model->scale = scale;
	for (size_t c = 0; c < n_classes; c++)
		take_class(s, &model->classes[c]);
	for (size_t i = 0; i < n_clues; i++)
		take_clue(s, &model->clues[i], n_classes);
	take_table(s, model);
	if (!s->is_bad)
		return model;
	model_free(model);
	return NULL;
}

/* Earlier versions made models even of rows without a text. */
static bool has_examples(const struct cause_model *model)
{
	for (size_t c = 0; c < model->n_classes; c++)
		if (!model->classes[c].n_rows)
			return false;
	return true;
}

/* The reason why a file is no model that can be used, or NULL and the model. */
static const char *read_model(const struct buf *file, struct cause_model **model)
{
	struct source s = {buf_text(file), buf_text(file) + file->len, false};
	char said[DIGEST_TEXT] = "", sum[DIGEST_TEXT];

	if (!take_word(&s, "kesu-model "))
		return "is no model";
	s = (struct source){buf_text(file), buf_text(file) + file->len, false};
	if (!take_word(&s, FIRST_LINE))
		return "is a model of another version";
	take_hash(&s, "sha256 ", said);
	digest_of(s.at, (size_t)(s.end - s.at), sum);
	if (s.is_bad || strcmp(said, sum) != 0)
		return "is a damaged or incomplete model";
	*model = take_body(&s);
	if (!*model)
		return "is a damaged or incomplete model";
	if (has_examples(*model))
		return NULL;
	model_free(*model);
	*model = NULL;
	return "is a model of classes without examples: train it again";
}

struct cause_model *model_load(const char *path, struct err *err)
{
	struct cause_model *model = NULL;
	struct buf file = {0};
	const char *fault;

	if (file_read(path, &file, err) < 0)
		return NULL;
	fault = read_model(&file, &model);
	if (fault)
		err_set(err, "'%s' %s", path, fault);
	else
		digest_of(file.data, file.len, model->hash);
	buf_release(&file);
	return model;
}
