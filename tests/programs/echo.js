// echo: a server that serves one connection, and with a word its client.
// SPDX-License-Identifier: GPL-3.0-or-later
"use strict";
const net = require("net");

function serve() {
	const server = net.createServer({allowHalfOpen: true}, conn => {
		conn.on("data", data => conn.write(data));
		conn.on("end", () => {
			conn.end();
			server.close();
		});
	});
	server.listen(12345, "127.0.0.1");
}

function ask() {
	const conn = net.connect(12345, "127.0.0.1", () => {
		conn.end("hello");
	});
	conn.on("data", data => console.log(String(data)));
}

if (process.argv.length > 2)
	ask();
else
	serve();
