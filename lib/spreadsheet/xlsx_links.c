#include "spreadsheet/xlsx_links.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "spreadsheet/xlsx_part.h"

#define LINKS_LIMIT ((uint64_t)4 << 20)

static void on_link(void *context, const char *name, const char **attributes)
{
	struct links *links = context;

	if (strcmp(name, "Relationship") != 0)
		return;
	links->links = mem_grow(links->links, links->n, &links->capacity, sizeof *links->links);
	links->links[links->n++] = (struct link){
		mem_text(part_attribute(attributes, "Id")),
		mem_text(part_attribute(attributes, "Type")),
		mem_text(part_attribute(attributes, "Target")),
	};
}

static void on_link_end(void *context, const char *name)
{
	(void)context, (void)name;
}

void links_release(struct links *links)
{
	for (size_t i = 0; i < links->n; i++) {
		free(links->links[i].id);
		free(links->links[i].type);
		free(links->links[i].target);
	}
	free(links->links);
	*links = (struct links){0};
}

/* "xl/workbook.xml" -> "xl/_rels/workbook.xml.rels" */
static char *links_name(const char *part)
{
	const char *slash = strrchr(part, '/');
	int n = slash ? (int)(slash - part) + 1 : 0;

	return mem_format("%.*s_rels/%s.rels", n, part, part + n);
}

int links_read(struct links *links, struct archive *archive, const char *part, struct err *err)
{
	static const struct part_events EVENTS = {on_link, on_link_end, NULL};
	char *name = links_name(part);
	int status = 0;

	if (archive_has(archive, name))
		status = part_read(archive, name, LINKS_LIMIT, &EVENTS, links, err);
	free(name);
	return status;
}

bool link_is(const struct link *link, const char *end)
{
	size_t n, m = strlen(end);

	if (!link->type || !link->target)
		return false;
	n = strlen(link->type);
	return n >= m && !strcmp(link->type + n - m, end);
}

const struct link *links_find_type(const struct links *links, const char *end)
{
	for (size_t i = 0; i < links->n; i++)
		if (link_is(&links->links[i], end))
			return &links->links[i];
	return NULL;
}

const struct link *links_find_id(const struct links *links, const char *id)
{
	for (size_t i = 0; id && i < links->n; i++)
		if (links->links[i].id && !strcmp(links->links[i].id, id))
			return &links->links[i];
	return NULL;
}

char *link_target(const char *part, const struct link *link)
{
	const char *target = link->target;
	const char *slash = strrchr(part, '/');
	size_t n = slash ? (size_t)(slash - part) : 0;

	if (*target == '/')
		return mem_text(target + 1);
	for (;;) {
		if (!strncmp(target, "../", 3)) {
			const char *up = n ? memrchr(part, '/', n) : NULL;

			n = up ? (size_t)(up - part) : 0;
			target += 3;
		} else if (!strncmp(target, "./", 2)) {
			target += 2;
		} else {
			break;
		}
	}
	return n ? mem_format("%.*s/%s", (int)n, part, target) : mem_text(target);
}
