#pragma once
/* What the ways of `kesu ingest` share: its options, read, and one file on its way. */
#include <stdbool.h>
#include <stdint.h>

#include "base/worker.h"
#include "cause/cause.h"
#include "cmd/cmd.h"
#include "cmd/rejects.h"
#include "input/input.h"

/* The options, read, and what is shared by all files. */
struct ingest {
	struct run *run;
	const struct labels *labels;
	struct worker *loader;         /* makes the classifier, NULL without --classify */
	struct classifier *classifier; /* after ingest_await_classifier() */
	struct run_info info;
	int64_t exported_at;
	int32_t covers_first, covers_last;
	uint64_t most_rejects;              /* UINT64_MAX: any */
	double most_share;                  /* of the rows read; over 1: any */
	uint64_t n_rejected;                /* in all files */
	bool has_failed, has_no_classifier; /* no file can be done */
};

/* One file on its way. */
struct job {
	struct ingest *ingest;
	const char *path;
	struct input *input;
	struct rejects *rejects; /* NULL: only counted */
	struct load *load;
	struct outfile *out;
	const bool *has;
	struct buf text;
};

/* 0, or -1 with what is wrong with the call. */
int ingest_read_options(struct ingest *ingest, struct err *err);

/* Compiling the rules takes as long as looking through a file of 50 MB, so that is done meanwhile.
 * ingest_load_classifier() begins it; -1 when the rules cannot be read. */
void ingest_load_classifier(struct ingest *ingest);
int ingest_await_classifier(struct ingest *ingest, struct err *err);

/* Opens the input, and its rejects file unless nothing is to be written. */
int job_open(struct job *job, bool with_rejects);
/* A rejects file that was not committed does not appear. */
void job_close(struct job *job);
int job_keep_rejects(struct job *job, struct err *err);

/* What a reader of the summary should know besides its numbers. */
void job_say_more(struct job *job);

/* True when more rows were rejected than --max-rejects allows. */
bool job_has_too_many(const struct job *job);
/* -1, saying so; the rejects file is kept, so that they can be looked at. */
int job_refuse(struct job *job, struct err *err);
