#include "cause_kit.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"

static const char *const ROOT[] = {".", NULL};

struct classifier *cause_kit_load(const char *rows, struct err *err)
{
	struct share *share = share_new(NULL, ROOT);
	struct classifier *c;
	char path[] = "/tmp/kesu-rules-XXXXXX";

	if (rows) {
		struct buf text = {0};

		close(mkstemp(path));
		buf_format(&text, "cause,subcause,family,kind,pattern,not,weight,note\n%s", rows);
		cr_assert_eq(file_write(path, text.data, text.len, err), 0);
		buf_release(&text);
	}
	c = classifier_load(share, rows ? path : NULL, err);
	if (rows)
		unlink(path);
	share_free(share);
	return c;
}

void cause_kit_expect(struct classifier *c, const char *text, const char *causes)
{
	struct cause_scratch *s = cause_scratch_new(c);
	struct cause_result result;
	struct buf out = {0};

	cause_classify(c, s, text, strlen(text), &result, NULL);
	for (size_t i = 0; i < result.n; i++)
		buf_format(&out, "%s%s%s%s", i ? ";" : "", result.labels[i].cause,
			*result.labels[i].subcause ? ":" : "", result.labels[i].subcause);
	cr_expect_str_eq(buf_text(&out), causes, "'%s' gives '%s'", text, buf_text(&out));
	buf_release(&out);
	cause_scratch_free(s);
}
