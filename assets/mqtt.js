"use strict";
/* The few packets of MQTT 3.1.1 that a page needs: connect, subscribe, publish
 * at most once, and a ping. Debian's node-mqtt ships no file for browsers, and
 * what npm ships is 342 kB for each member of the class; this is all of it that
 * is used here.
 *
 *     const line = new MqttLine(url, { user, password, topics,
 *                                      onUp, onAnswer, onMessage, onDown });
 *
 * onUp() is called when the broker has let us in, onAnswer() when it has
 * answered all that we asked then, onMessage(topic, bytes) for each message,
 * and onDown(refused) once, when the line is lost or we are not let in, or may
 * not hear what we asked for. A new line is for the caller to make. */
class MqttLine {
	static CONNECT = 0x10;
	static CONNACK = 0x20;
	static PUBLISH = 0x30;
	static SUBSCRIBE = 0x82;
	static SUBACK = 0x90;
	static PINGREQ = 0xc0;
	static PINGRESP = 0xd0;
	static REFUSED = 0x80; /* of a topic, in a SUBACK */
	static SECONDS = 20; /* between two pings */
	static LONGEST = 1 << 24;

	constructor(url, wishes) {
		this.wishes = { onAnswer() {}, ...wishes };
		this.bytes = new Uint8Array(0);
		this.socket = new WebSocket(url, "mqtt");
		this.socket.binaryType = "arraybuffer";
		this.socket.onopen = () => this.connect();
		this.socket.onmessage = (event) => this.take(event.data);
		this.socket.onclose = () => this.end(false);
		this.name = Array.from(crypto.getRandomValues(new Uint8Array(8)),
			(byte) => byte.toString(16).padStart(2, "0")).join("");
	}

	/* --- what goes out ------------------------------------------------ */

	static text(words) {
		const bytes = new TextEncoder().encode(words);
		return [bytes.length >> 8, bytes.length & 255, ...bytes];
	}

	/* A length has seven bits in a byte, the low ones first; the eighth says
	 * that more follow. */
	send(head, body) {
		const length = [];
		let rest = body.length;
		do {
			length.push((rest & 127) | (rest > 127 ? 128 : 0));
			rest >>= 7;
		} while (rest);
		if (this.socket.readyState === WebSocket.OPEN)
			this.socket.send(new Uint8Array([head, ...length, ...body]));
	}

	/* Nothing of an earlier session, and a user and a password, if any. */
	connect() {
		const { user, password } = this.wishes;
		const flags = user ? 0xc2 : 0x02, patience = 3 * MqttLine.SECONDS;
		const who = user ? [user, password] : [];
		this.send(MqttLine.CONNECT, [
			...MqttLine.text("MQTT"), 4, flags, 0, patience,
			...MqttLine.text(this.name),
			...who.flatMap((words) => MqttLine.text(words))]);
	}

	publish(topic, words) {
		this.send(MqttLine.PUBLISH,
			[...MqttLine.text(topic), ...new TextEncoder().encode(words)]);
	}

	close() {
		this.wishes.onDown = () => {};
		this.end(false);
		this.socket.close();
	}

	/* --- what comes in ------------------------------------------------ */

	/* Packets and the frames that they come in need not begin together. */
	take(data) {
		const all = new Uint8Array(this.bytes.length + data.byteLength);
		all.set(this.bytes);
		all.set(new Uint8Array(data), this.bytes.length);
		let at = 0, packet;
		while ((packet = MqttLine.cut(all, at))) {
			this.obey(packet.head, packet.body);
			at = packet.end;
		}
		this.bytes = all.slice(at);
		this.isHeard = true;
		if (this.bytes.length > MqttLine.LONGEST)
			this.socket.close();
	}

	static cut(all, at) {
		let length = 0, shift = 0, i = at + 1;
		for (;; i++) {
			if (i >= all.length)
				return null;
			length += (all[i] & 127) * 2 ** shift;
			shift += 7;
			if (all[i] < 128 || shift > 21)
				break;
		}
		const begin = i + 1, end = begin + length;
		return end > all.length ? null :
			{ head: all[at], body: all.subarray(begin, end), end };
	}

	obey(head, body) {
		if (head === MqttLine.CONNACK)
			return body[1] ? this.end(true) : this.begin();
		if (head === MqttLine.SUBACK && body.slice(2)
			.every((code) => code === MqttLine.REFUSED))
			return this.refuse();
		if (head === MqttLine.PINGRESP && !this.isAnswered) {
			this.isAnswered = true;
			return this.wishes.onAnswer();
		}
		if ((head & 0xf0) !== MqttLine.PUBLISH || body.length < 2)
			return undefined;
		const end = 2 + body[0] * 256 + body[1];
		const topic = new TextDecoder().decode(body.subarray(2, end));
		return this.wishes.onMessage(topic, body.subarray(end));
	}

	/* A line on which nothing came between two pings is dead. */
	ping() {
		if (!this.isHeard) {
			this.socket.close();
			return this.end(false);
		}
		this.isHeard = false;
		return this.send(MqttLine.PINGREQ, []);
	}

	refuse() {
		this.end(true);
		this.socket.close();
	}

	/* What is asked is answered in its order: the first ping that comes back
	 * says that the topics were gone through. */
	begin() {
		const topics = this.wishes.topics;
		this.pings = setInterval(() => this.ping(), MqttLine.SECONDS * 1000);
		this.send(MqttLine.SUBSCRIBE, [0, 1,
			...topics.flatMap((topic) => [...MqttLine.text(topic), 0])]);
		this.send(MqttLine.PINGREQ, []);
		this.wishes.onUp();
	}

	end(refused) {
		clearInterval(this.pings);
		const { onDown } = this.wishes;
		this.wishes.onDown = () => {};
		onDown(refused);
	}
}
