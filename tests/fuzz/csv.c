/* Any bytes as an export: rows read = records + rejected + non-data, and all text is UTF-8. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "input/input.h"
#include "tests/unit/zipped.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static struct share *share;
static struct labels *labels;

static void prepare(void)
{
	static const char *const folders[] = {KESU_SOURCE, NULL};
	struct err err;

	share = share_new(NULL, folders);
	labels = labels_load(share, "en", &err);
	if (!labels)
		abort();
}

static void check_text(struct span span)
{
	if (span.n && (text_valid(span.text, span.n) != span.n || memchr(span.text, 0, span.n)))
		abort();
}

static void check_batch(const struct batch *batch)
{
	for (int field = 0; field < N_FIELDS; field++)
		for (size_t i = 0; batch->has[field] && batch->text[field] && i < batch->n; i++)
			check_text(batch->text[field][i]);
}

static void read_input(const struct input_options *options)
{
	struct err err;
	struct input *input = input_open(options, &err);
	struct batch *batch = batch_new();
	const struct input_report *report;
	uint64_t n_records = 0;
	int status = -1;

	while (input && (status = input_next(input, batch, &err)) > 0) {
		check_batch(batch);
		n_records += batch->n;
		batch_clear(batch);
	}
	if (status == 0) {
		report = input_report(input);
		if (report->n_read != n_records + report->n_rejected + report->n_nondata)
			abort();
	}
	batch_free(batch);
	input_close(input);
}

static void on_reject(void *context, const struct reject *reject)
{
	(void)context;
	for (size_t i = 0; i < reject->n_cells; i++)
		check_text(reject->cells[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	int fd = bytes_file(bytes, n);
	char path[64];

	if (fd < 0)
		return 0;
	if (!share)
		prepare();
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	read_input(&(struct input_options){.path = path,
		.share = share,
		.labels = labels,
		.lang = "en",
		.on_reject = on_reject});
	close(fd);
	return 0;
}
