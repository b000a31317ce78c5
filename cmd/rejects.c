#include "cmd/rejects.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/mem.h"

enum { MOST_CODES = 16 };

struct part {
	struct outfile *out;
	char *path;
	uint64_t headers_hash; /* sheets with other headers go to another file */
};

struct rejects {
	char *stem;  /* FOLDER/NAME.rejects, to which "-2" and ".csv" are added */
	char *path;  /* as the user says, used first; or NULL */
	char *input; /* the input's name, for kesu_file */
	struct part *parts;
	size_t n, capacity;
	struct {
		const char *code;
		uint64_t n;
	} codes[MOST_CODES];
	bool has_failed;
	struct err err;
	struct buf line;
};

static bool is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool is_regular(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* What cannot be written is told before the work, not at the first rejected row. */
static int check_folder(const char *path)
{
	char *folder = mem_text_n(path, (size_t)(file_name(path) - path));
	int status = access(*folder ? folder : ".", W_OK);

	free(folder);
	return status;
}

/* Bytes of a name before ".csv", ".xlsx", and before ".rejects" or ".rejects-2". */
static size_t stem_length(const char *name)
{
	const char *dot = strrchr(name, '.');
	size_t n = dot && dot > name ? (size_t)(dot - name) : strlen(name);
	const char *again = memmem(name, n, ".rejects", 8);

	return again && again > name ? (size_t)(again - name) : n;
}

struct rejects *rejects_new(const char *path, const char *input_path, struct err *err)
{
	struct rejects *rejects;
	const char *name = strcmp(input_path, "-") ? file_name(input_path) : "stdin";
	bool in_folder = path && is_folder(path);

	if (path && !in_folder && is_regular(path)) {
		err_set(err, "'%s' exists: a rejects file is never overwritten", path);
		return NULL;
	}
	if (path && check_folder(path) < 0) {
		err_errno(err, "cannot write '%s'", path);
		return NULL;
	}
	rejects = mem_zalloc(sizeof *rejects);
	rejects->stem = mem_format("%s%s%.*s.rejects", in_folder ? path : "", in_folder ? "/" : "",
		(int)stem_length(name), name);
	rejects->path = path && !in_folder ? mem_text(path) : NULL;
	rejects->input = mem_text(name);
	return rejects;
}

static bool is_free(const struct rejects *rejects, const char *path)
{
	struct stat st;

	for (size_t i = 0; i < rejects->n; i++)
		if (!strcmp(rejects->parts[i].path, path))
			return false;
	return lstat(path, &st) < 0;
}

/* What the user says, else the first name that is free. */
static char *choose_path(struct rejects *rejects)
{
	char *path = rejects->path ? rejects->path : mem_format("%s.csv", rejects->stem);
	bool is_chosen = rejects->path != NULL;

	rejects->path = NULL;
	for (int i = 2; !is_chosen && !is_free(rejects, path); i++) {
		free(path);
		path = mem_format("%s-%d.csv", rejects->stem, i);
	}
	return path;
}

/* Excel would make 2.3E+17 of a long number and 7 of 007, and run what begins like a formula. What
 * it gets instead, ingest reads as the cell was: ="007", and a blank in front. */
static bool is_number_to_spoil(struct span cell)
{
	enum { LONG = 12 };

	for (uint32_t i = 0; i < cell.n; i++)
		if (cell.text[i] < '0' || cell.text[i] > '9')
			return false;
	return cell.n >= LONG || (cell.n > 1 && cell.text[0] == '0');
}

/* Not -5, +86 138 and "-". */
static bool is_formula(struct span cell)
{
	if (cell.n < 2 || !strchr("=+-@", cell.text[0]) ||
		(cell.text[0] == '=' && cell.text[1] == '"'))
		return false;
	return cell.text[0] == '=' || cell.text[0] == '@' || !strchr("0123456789. -", cell.text[1]);
}

static void write_cell(struct buf *line, struct span cell)
{
	struct buf safe = {0};

	if (is_number_to_spoil(cell))
		buf_format(&safe, "=\"%.*s\"", (int)cell.n, cell.text);
	else if (is_formula(cell))
		buf_format(&safe, " %.*s", (int)cell.n, cell.text);
	if (safe.len)
		cell = (struct span){safe.data, (uint32_t)safe.len};
	csv_write_field(line, cell.text, cell.n, ',');
	buf_release(&safe);
}

static void write_header(FILE *out, const struct input_report *report)
{
	struct buf line = {0};

	buf_add_text(&line, "\xef\xbb\xbf" /* Excel takes it for GBK without the mark */
			    "kesu_file,kesu_sheet,kesu_line,kesu_byte,kesu_column,kesu_code,"
			    "kesu_message");
	for (size_t i = 0; i < report->n_headers; i++) {
		buf_add_char(&line, ',');
		csv_write_field(&line, report->headers[i], strlen(report->headers[i]), ',');
	}
	buf_add_char(&line, '\n');
	fwrite(line.data, 1, line.len, out);
	buf_release(&line);
}

static uint64_t hash_headers(const struct input_report *report)
{
	uint64_t hash = 0;

	for (size_t i = 0; i < report->n_headers; i++)
		hash = hash_bytes(hash, report->headers[i], strlen(report->headers[i]) + 1);
	return hash;
}

/* The file whose columns are those of the row. */
static struct part *find_part(struct rejects *rejects, const struct input_report *report)
{
	uint64_t hash = hash_headers(report);
	struct part *part;
	char *path;

	for (size_t i = 0; i < rejects->n; i++)
		if (rejects->parts[i].headers_hash == hash)
			return &rejects->parts[i];
	path = choose_path(rejects);
	rejects->parts =
		mem_grow(rejects->parts, rejects->n, &rejects->capacity, sizeof *rejects->parts);
	part = &rejects->parts[rejects->n];
	*part = (struct part){outfile_open(path, &rejects->err), path, hash};
	if (!part->out) {
		free(path);
		rejects->has_failed = true;
		return NULL;
	}
	rejects->n++;
	outfile_keep_existing(part->out);
	write_header(outfile_stream(part->out), report);
	return part;
}

static void count(struct rejects *rejects, const char *code)
{
	for (size_t i = 0; i < MOST_CODES; i++)
		if (!rejects->codes[i].code || !strcmp(rejects->codes[i].code, code)) {
			rejects->codes[i].code = code;
			rejects->codes[i].n++;
			return;
		}
}

void rejects_add(
	struct rejects *rejects, const struct reject *reject, const struct input_report *report)
{
	struct part *part = rejects->has_failed ? NULL : find_part(rejects, report);
	struct buf *line = &rejects->line;

	count(rejects, reject->code);
	if (!part)
		return;
	buf_clear(line);
	csv_write_field(line, rejects->input, strlen(rejects->input), ',');
	buf_add_char(line, ',');
	csv_write_field(line, reject->sheet, strlen(reject->sheet), ',');
	buf_format(line, ",%" PRIu64 ",%" PRIu64 ",", reject->line, reject->byte);
	csv_write_field(line, reject->column, strlen(reject->column), ',');
	buf_format(line, ",%s,", reject->code);
	csv_write_field(line, reject->message, strlen(reject->message), ',');
	for (size_t i = 0; i < reject->n_cells || i < report->n_headers; i++) {
		buf_add_char(line, ',');
		if (i < reject->n_cells)
			write_cell(line, reject->cells[i]);
	}
	buf_add_char(line, '\n');
	fwrite(line->data, 1, line->len, outfile_stream(part->out));
}

void rejects_each(
	const struct rejects *rejects, void (*call)(void *context, const char *code), void *context)
{
	for (size_t i = 0; i < MOST_CODES && rejects->codes[i].code; i++)
		for (uint64_t k = 0; k < rejects->codes[i].n; k++)
			call(context, rejects->codes[i].code);
}

int rejects_finish(struct rejects *rejects, struct err *err)
{
	if (!rejects)
		return 0;
	if (rejects->has_failed)
		return err_set(err, "%s", rejects->err.text);
	for (size_t i = 0; i < rejects->n; i++)
		if (outfile_finish(rejects->parts[i].out, err) < 0)
			return -1;
	return 0;
}

static void release(struct rejects *rejects)
{
	for (size_t i = 0; i < rejects->n; i++)
		free(rejects->parts[i].path);
	free(rejects->parts);
	free(rejects->stem);
	free(rejects->path);
	free(rejects->input);
	buf_release(&rejects->line);
	free(rejects);
}

int rejects_commit(struct rejects *rejects, struct err *err)
{
	int status = 0;

	if (!rejects)
		return 0;
	for (size_t i = 0; i < rejects->n; i++)
		if (outfile_commit(rejects->parts[i].out, err) < 0)
			status = -1;
	release(rejects);
	return status;
}

void rejects_abandon(struct rejects *rejects)
{
	if (!rejects)
		return;
	for (size_t i = 0; i < rejects->n; i++)
		outfile_abandon(rejects->parts[i].out);
	release(rejects);
}

const char *rejects_path(const struct rejects *rejects)
{
	return rejects && rejects->n ? rejects->parts[0].path : NULL;
}
