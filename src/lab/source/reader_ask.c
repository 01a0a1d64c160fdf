/* reader_ask: what the reader asks the main process for, and tells it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/source/reader.h"

#include <string.h>

/* Sends the message and takes what comes back; at the end there is nobody. */
static void ask(struct reader *reader)
{
	enum talk_kind kind = reader->talk.kind;
	if (!talk_send(READER_SOCKET, &reader->talk) ||
	    !talk_receive(READER_SOCKET, &reader->talk) ||
	    reader->talk.kind != kind)
		_exit(0);
}

int reader_maps(struct reader *reader)
{
	talk_init(&reader->talk, TALK_MAPS);
	ask(reader);
	return reader->talk.fd;
}

int reader_file(struct reader *reader, const char *path)
{
	size_t len = strlen(path);
	talk_init(&reader->talk, TALK_FILE);
	if (len > TALK_PAGE)
		return -1;
	memcpy(reader->talk.data, path, len);
	reader->talk.len = (uint32_t)len;
	ask(reader);
	return reader->talk.fd;
}

bool reader_registers(struct reader *reader, void *registers, size_t len)
{
	talk_init(&reader->talk, TALK_REGISTERS);
	ask(reader);
	if (reader->talk.len != len)
		return false;
	memcpy(registers, reader->talk.data, len);
	return true;
}

static const struct page *find_page(struct reader *reader, uint64_t at)
{
	struct page *page = &reader->pages[at / TALK_PAGE % READER_PAGES];
	if (page->known && page->at == at)
		return page;
	talk_init(&reader->talk, TALK_MEMORY);
	reader->talk.at = at;
	ask(reader);
	page->at = at;
	page->known = true;
	page->readable = reader->talk.len == TALK_PAGE;
	if (page->readable)
		memcpy(page->bytes, reader->talk.data, TALK_PAGE);
	return page;
}

bool reader_memory(struct reader *reader, uint64_t at, void *data, size_t len)
{
	unsigned char *to = data;
	while (len) {
		uint64_t offset = at % TALK_PAGE;
		size_t part =
			TALK_PAGE - offset < len ? TALK_PAGE - offset : len;
		const struct page *page = find_page(reader, at - offset);
		if (!page->readable)
			return false;
		memcpy(to, page->bytes + offset, part);
		at += part;
		to += part;
		len -= part;
	}
	return true;
}

static void add_text(struct talk *talk, const char *text)
{
	size_t len = strnlen(text, TALK_PAGE - 1);
	memcpy(talk->data + talk->len, text, len);
	talk->data[talk->len + len] = '\0';
	talk->len += (uint32_t)len + 1;
}

bool reader_tell(struct reader *reader, const struct source_frame *frame,
		 bool may_name)
{
	talk_init(&reader->talk, TALK_FRAME);
	reader->talk.value = frame->line;
	reader->talk.at = may_name;
	add_text(&reader->talk, frame->function);
	add_text(&reader->talk, frame->file ? frame->file : "");
	ask(reader);
	return reader->talk.value == 1;
}
