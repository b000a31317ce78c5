/* classify ROWS.csv [ROUNDS [COLUMN [RULES [MODEL]]]]: how fast lib/cause is by itself. The texts
 * of a CSV (column `text`, or the named one) are read into memory once; then all of them are
 * classified with the rules that ship, or the named ones, and the model if one is named, ROUNDS
 * times on one thread and as often on two, in turns. Prints how long the rules take to load, the
 * best round of each by bytes of text and by bytes of the file, and a sum of all results, by which
 * two builds can be told to agree. */
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/csv.h"
#include "base/hash.h"
#include "cause/cause.h"

enum { MAX_THREADS = 2 };

#define RULES KESU_SOURCE "/rules/causes.csv"

/* Texts lie one behind the other, as they do in a batch that was read. */
struct texts {
	struct span *items;
	size_t n, bytes, file_bytes;
	char *block;
};

struct share_of_work {
	const struct classifier *classifier;
	const struct texts *texts;
	size_t from, step; /* batches */
	uint64_t sum;      /* of the results */
};

static double now(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void stop(const char *reason)
{
	fprintf(stderr, "bench-classify: %s\n", reason);
	exit(1);
}

static struct texts read_texts(const char *path, const char *name)
{
	struct err err;
	struct csv_rows *csv = csv_rows_read(path, &err);
	struct texts texts = {0};
	struct stat file;
	size_t column = csv ? csv_column(csv, name) : SIZE_MAX;

	if (column == SIZE_MAX)
		stop(csv ? "no such column" : err.text);
	texts.n = csv->n - 1;
	if (stat(path, &file) == 0)
		texts.file_bytes = (size_t)file.st_size;
	texts.items = mem_alloc((texts.n + 1) * sizeof *texts.items);
	for (size_t i = 0; i < texts.n; i++)
		texts.bytes += strlen(csv_cell(csv, i + 1, column));
	texts.block = mem_alloc(texts.bytes + 1);
	for (size_t i = 0, at = 0; i < texts.n; i++) {
		const char *cell = csv_cell(csv, i + 1, column);
		size_t n = strlen(cell);

		texts.items[i] = (struct span){memcpy(texts.block + at, cell, n), (uint32_t)n};
		at += n;
	}
	csv_rows_free(csv);
	return texts;
}

static uint64_t sum_of(const struct batch *b)
{
	static const enum field SUMMED[] = {
		FIELD_CAUSES, FIELD_CAUSE_EVIDENCE, FIELD_DEMAND_CLASS, FIELD_SEVERITY_CLASS};
	uint64_t sum = 0;

	for (size_t row = 0; row < b->n; row++) {
		uint64_t hash = (uint64_t)batch_number(b, FIELD_CAUSE_SCORE, row) * 3 +
				(uint64_t)batch_number(b, FIELD_ESCALATION_INTENT, row);

		for (size_t i = 0; i < sizeof SUMMED / sizeof *SUMMED; i++) {
			struct span cell = batch_text(b, SUMMED[i], row);

			hash = hash_bytes(hash, cell.text, cell.n);
		}
		sum += hash;
	}
	return sum;
}

static void *classify(void *context)
{
	struct share_of_work *work = context;
	struct cause_scratch *scratch = cause_scratch_new(work->classifier);
	struct batch *b = batch_new();

	for (size_t at = work->from * BATCH_ROWS; at < work->texts->n;
		at += work->step * BATCH_ROWS) {
		size_t left = work->texts->n - at;

		batch_clear(b);
		b->n = left < BATCH_ROWS ? left : BATCH_ROWS;
		batch_add_column(b, FIELD_TEXT);
		memcpy(b->text[FIELD_TEXT], work->texts->items + at, b->n * sizeof(struct span));
		cause_batch(work->classifier, scratch, b);
		work->sum += sum_of(b);
	}
	batch_free(b);
	cause_scratch_free(scratch);
	return NULL;
}

struct taken {
	double passed, worked; /* seconds, of the clock and of the processors */
};

static struct taken run(const struct classifier *classifier, const struct texts *texts,
	size_t n_threads, uint64_t *sum)
{
	struct share_of_work work[MAX_THREADS];
	pthread_t threads[MAX_THREADS];
	double start = now(CLOCK_MONOTONIC), worked = now(CLOCK_PROCESS_CPUTIME_ID);

	for (size_t i = 0; i < n_threads; i++) {
		work[i] = (struct share_of_work){classifier, texts, i, n_threads, 0};
		if (pthread_create(&threads[i], NULL, classify, &work[i]) != 0)
			stop("cannot start a thread");
	}
	*sum = 0;
	for (size_t i = 0; i < n_threads; i++) {
		pthread_join(threads[i], NULL);
		*sum += work[i].sum;
	}
	return (struct taken){now(CLOCK_MONOTONIC) - start, now(CLOCK_PROCESS_CPUTIME_ID) - worked};
}

static void print_line(const struct texts *texts, size_t n_threads, struct taken t)
{
	printf("classify on %zu thread%s  %9.0f texts/s  %6.1f MB/s of text, %6.1f of the file  "
	       "%6.3f "
	       "us of a processor a text\n",
		n_threads, n_threads > 1 ? "s" : " ", (double)texts->n / t.passed,
		(double)texts->bytes / t.passed / 1e6, (double)texts->file_bytes / t.passed / 1e6,
		t.worked * 1e6 / (double)texts->n);
}

int main(int argc, char **argv)
{
	int n_rounds = argc > 2 ? atoi(argv[2]) : 3;
	struct taken best[MAX_THREADS] = {{1e9, 1e9}, {1e9, 1e9}};
	double start;
	uint64_t sums[MAX_THREADS];
	struct texts texts;
	struct classifier *classifier;
	struct err err;

	if (argc < 2 || argc > 6 || n_rounds < 1) {
		fprintf(stderr,
			"usage: bench-classify ROWS.csv [ROUNDS [COLUMN [RULES [MODEL]]]]\n");
		return 2;
	}
	texts = read_texts(argv[1], argc > 3 ? argv[3] : "text");
	start = now(CLOCK_PROCESS_CPUTIME_ID);
	classifier = classifier_load(NULL, argc > 4 ? argv[4] : RULES, &err);
	if (!classifier || (argc > 5 && classifier_add_model(classifier, argv[5], &err) < 0))
		stop(err.text);
	printf("%zu texts, %.1f MB; rules loaded in %.3f s\n", texts.n, (double)texts.bytes / 1e6,
		now(CLOCK_PROCESS_CPUTIME_ID) - start);
	for (int round = 0; round < n_rounds; round++)
		for (size_t n = 1; n <= MAX_THREADS; n++) {
			struct taken t = run(classifier, &texts, n, &sums[n - 1]);

			best[n - 1].passed = fmin(t.passed, best[n - 1].passed);
			best[n - 1].worked = fmin(t.worked, best[n - 1].worked);
		}
	for (size_t n = 1; n <= MAX_THREADS; n++)
		print_line(&texts, n, best[n - 1]);
	printf("two threads are %.2f times as fast as one; results %016llx\n",
		best[0].passed / best[1].passed, (unsigned long long)sums[0]);
	if (sums[0] != sums[1])
		stop("the results on one thread and on two differ");
	classifier_free(classifier);
	free(texts.items);
	free(texts.block);
	return 0;
}
