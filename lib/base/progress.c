#include "base/progress.h"

#include <inttypes.h>

#include "base/text.h"

static void add_grouped(struct buf *out, uint64_t number)
{
	if (number >= 1000) {
		add_grouped(out, number / 1000);
		buf_format(out, ",%03u", (unsigned)(number % 1000));
	} else {
		buf_format(out, "%u", (unsigned)number);
	}
}

static void add_time(struct buf *out, uint64_t seconds)
{
	uint64_t hours = seconds / 3600, minutes = seconds / 60 % 60;

	if (hours)
		buf_format(
			out, "%" PRIu64 ":%02" PRIu64 ":%02" PRIu64, hours, minutes, seconds % 60);
	else
		buf_format(out, "%" PRIu64 ":%02" PRIu64, minutes, seconds % 60);
}

static void add_rest(struct buf *out, const struct progress_at *from, const struct progress_at *now)
{
	double seconds = now->seconds - from->seconds;
	double done = now->done - from->done;

	if (seconds > 0 && now->n_rows > from->n_rows) {
		buf_add_text(out, ", ");
		add_grouped(out, (uint64_t)((double)(now->n_rows - from->n_rows) / seconds));
		buf_add_text(out, "/s");
	}
	if (seconds <= 0 || done <= 0 || now->done >= 1)
		return;
	buf_format(out, ", %d %%, ", (int)(now->done * 100));
	add_time(out, (uint64_t)((1 - now->done) * seconds / done + 0.5));
	buf_add_text(out, " left");
}

void progress_line(const char *what, const struct progress_at *from, const struct progress_at *now,
	size_t width, struct buf *out)
{
	struct buf line = {0};

	buf_format(&line, "%s: ", what);
	add_grouped(&line, now->n_rows);
	buf_add_text(&line, " rows");
	add_rest(&line, from, now);
	buf_add(out, line.data, text_fit(line.data, line.len, width));
	buf_release(&line);
}
