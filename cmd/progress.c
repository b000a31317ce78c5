#include "cmd/progress.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/progress.h"

static const double FIRST = 0.5, EVERY = 0.2; /* seconds */

struct progress {
	const char *what;
	struct progress_at from, now;
	double next; /* when the line is due */
	size_t width;
	bool is_shown;
};

static double clock_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* 0: it cannot write a line over. */
static size_t line_width(void)
{
	const char *terminal = getenv("TERM");
	struct winsize size;

	if (!isatty(STDERR_FILENO) || !terminal || !*terminal || !strcmp(terminal, "dumb"))
		return 0;
	return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col - 1
									       : 79;
}

void progress_start(struct run *run, const char *what)
{
	size_t width = run->is_quiet ? 0 : line_width();
	double now = clock_seconds();

	progress_end(run);
	if (!width)
		return;
	run->progress = mem_zalloc(sizeof *run->progress);
	*run->progress = (struct progress){
		.what = what, .from.seconds = now, .next = now + FIRST, .width = width};
}

static void show(struct progress *progress)
{
	struct buf line = {0};

	progress_line(progress->what, &progress->from, &progress->now, progress->width, &line);
	fprintf(stderr, "\r\033[K%s", buf_text(&line));
	fflush(stderr);
	buf_release(&line);
	progress->is_shown = true;
}

void progress_step(struct run *run, uint64_t n_rows, double done)
{
	struct progress *progress = run->progress;

	if (!progress)
		return;
	if (!progress->now.n_rows)
		progress->from.done = done;
	progress->now.n_rows += n_rows;
	progress->now.done = done;
	progress->now.seconds = clock_seconds();
	if (progress->now.seconds < progress->next)
		return;
	progress->next = progress->now.seconds + EVERY;
	show(progress);
}

void progress_hide(struct run *run)
{
	if (!run->progress || !run->progress->is_shown)
		return;
	fputs("\r\033[K", stderr);
	fflush(stderr);
	run->progress->is_shown = false;
}

void progress_end(struct run *run)
{
	progress_hide(run);
	free(run->progress);
	run->progress = NULL;
}
