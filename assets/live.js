"use strict";
/* A talk as its room follows it in a browser. What is shown was written by the
 * presenter's program; this puts it in its place, and sends votes. */
(function () {
	const { bar, place, button } = moveBar;
	const form = document.querySelector("form.door");
	const field = form.querySelector("input");
	const trouble = document.getElementById("trouble");
	const news = document.getElementById("news");
	const main = document.querySelector("main");
	const moves = new Map(); /* number: section */
	let code, line, asked = null;
	const given = document.body.dataset; /* a broker that is not the page's */
	let at = 0, isLive = true, isOver = false, isUp = false, isTold = false;
	let backButton, nextButton, liveButton;

	/* --- who one is --------------------------------------------------- */

	/* Whoever leaves and comes again is the same voter. The key is drawn here
	 * and says nothing of anybody. */
	let memory = null;

	function draw() {
		return Array.from(crypto.getRandomValues(new Uint8Array(16)),
			(byte) => byte.toString(16).padStart(2, "0")).join("");
	}

	function recall() {
		memory = null;
		try {
			memory = JSON.parse(localStorage.getItem("sockstep-" + code));
		} catch {
			/* A browser that keeps nothing votes all the same. */
		}
		if (!memory || !/^[0-9a-f]{32}$/.test(memory.token) || !memory.said)
			memory = { token: draw(), said: {} };
	}

	function remember() {
		try {
			localStorage.setItem("sockstep-" + code, JSON.stringify(memory));
		} catch {
			/* See recall(). */
		}
	}

	/* --- votes -------------------------------------------------------- */

	function options(section) {
		return Array.from(section.querySelectorAll("input[data-vote]"));
	}

	function questionOf(section) {
		const question = section.querySelector("[data-question]");
		return question && question.dataset.question;
	}

	function letterOf(option) {
		return option.value === "x" ? "?" : option.value;
	}

	function sendVote() {
		const question = asked && questionOf(asked);
		const said = question && memory.said[question];
		if (said)
			line.publish(`sockstep/${code}/vote/${line.name}`,
				`${question} ${said} ${memory.token}`);
	}

	/* Shows in a question what one has said to it. */
	function mark(section) {
		const said = memory.said[questionOf(section)];
		const mine = said && options(section)
			.find((option) => option.dataset.vote === said);
		if (!mine)
			return;
		mine.checked = true;
		if (section === asked)
			sayVote(mine);
		section.querySelectorAll(".replies > li").forEach((reply) =>
			reply.classList.toggle("chosen",
				reply.dataset.option === mine.value));
	}

	function sayVote(option) {
		let words = asked.querySelector(".said");
		if (!words) {
			words = document.createElement("p");
			words.className = "said";
			asked.querySelector("fieldset").append(words);
		}
		words.textContent = `You said ${letterOf(option)}; another letter ` +
			"changes it, until the answer is shown.";
	}

	function vote(option) {
		option.checked = true;
		memory.said[questionOf(asked)] = option.dataset.vote;
		remember();
		sendVote();
		sayVote(option);
		news.textContent = asked.querySelector(".said").textContent;
	}

	function choose(letter) {
		const option = isLive && asked &&
			options(asked).find((o) => letterOf(o) === letter);
		if (!option)
			return false;
		vote(option);
		return true;
	}

	/* --- where one is ------------------------------------------------- */

	function numbers() {
		return Array.from(moves.keys()).sort((a, b) => a - b);
	}

	function headingOf(section) {
		return section.querySelector("h3");
	}

	function say() {
		const all = numbers(), index = all.indexOf(at);
		if (!all.length) {
			place.textContent = "Nothing has come yet.";
			return;
		}
		let text = `${isLive ? "Live: " : ""}${index + 1} of ${all.length}`;
		if (isLive && asked && options(asked).length)
			text += ". Vote a, b … or ?";
		place.textContent = text;
		backButton.disabled = index <= 0;
		nextButton.disabled = isLive;
		liveButton.disabled = isLive;
	}

	/* With the focus in what is shown no more, it goes to what is. */
	function show(focuses) {
		const all = numbers();
		if (!all.length)
			return;
		if (isLive || !moves.has(at))
			at = all.filter((n) => isLive || n <= at).pop() ?? all[0];
		const before = document.activeElement;
		moves.forEach((section, n) =>
			section.classList.toggle("here", n === at));
		if (asked)
			asked.classList.toggle("here", isLive);
		say();
		const isLost = main.contains(before) && !before.getClientRects().length;
		if (focuses || isLost)
			headingOf(moves.get(at)).focus({ preventScroll: true });
	}

	function go(index) {
		const all = numbers();
		if (!all.length)
			return;
		at = all[Math.max(0, Math.min(index, all.length - 1))];
		isLive = index >= all.length - 1;
		show(true);
		window.scrollTo(0, 0);
	}

	function step(by) {
		if (!(isLive && by > 0))
			go(numbers().indexOf(at) + by);
	}

	function live() {
		go(moves.size - 1);
	}

	/* --- what comes --------------------------------------------------- */

	function build(html) {
		const template = document.createElement("template");
		template.innerHTML = html;
		return template.content.querySelector("section.move");
	}

	function placeIn(section, number) {
		const behind = numbers().find((n) => n > number);
		main.insertBefore(section, moves.get(behind) ?? null);
	}

	/* The focus stays where it was, in a move that is told anew. */
	function takeMove(number, html) {
		const old = moves.get(number), section = build(html);
		const hasFocus = old && old.contains(document.activeElement);
		if (old)
			old.remove();
		moves.delete(number);
		if (section) {
			placeIn(section, number);
			moves.set(number, section);
			mark(section);
		}
		const before = at;
		show(hasFocus);
		if (isLive && at !== before && moves.has(at)) {
			news.textContent = headingOf(moves.get(at)).textContent;
			window.scrollTo(0, 0);
		}
	}

	/* A question stands before the move that it follows, which fills a screen:
	 * whoever is there sees it without scrolling. */
	function takeAsked(html) {
		const hadFocus = asked && asked.contains(document.activeElement);
		if (asked)
			asked.remove();
		asked = build(html);
		if (asked) {
			asked.classList.add("asked");
			main.prepend(asked);
			mark(asked);
			sendVote();
			news.textContent = "The room is asked something.";
		}
		show(hadFocus);
		if (asked && isLive)
			window.scrollTo(0, 0);
	}

	function takeState(text) {
		isOver = text === "over";
		trouble.textContent = isOver ?
			"The talk is over; you can still look back." : "";
	}

	/* At its end a talk has a broker forget it; that says nothing new. */
	function onMessage(topic, bytes) {
		if (isOver && !bytes.length)
			return;
		if (!isTold)
			enterRoom();
		isTold = true;
		const name = topic.slice(`sockstep/${code}/`.length);
		const text = new TextDecoder().decode(bytes);
		const number = /^page\/([0-9]{1,6})$/.exec(name);
		if (number)
			takeMove(Number(number[1]), text);
		else if (name === "page/asked")
			takeAsked(text);
		else if (name === "page/title")
			document.querySelector("h1").textContent = document.title = text;
		else if (name === "state")
			takeState(text);
	}

	/* --- the line ----------------------------------------------------- */

	function openDoor(why) {
		trouble.textContent = why;
		form.hidden = false;
		bar.hidden = true;
		field.focus();
	}

	function enterRoom() {
		form.hidden = true;
		bar.hidden = false;
		trouble.textContent = "";
	}

	/* A broker for many talks lets in whoever knows it, and says nothing of a
	 * room that is not there. Not each sends what it keeps before it answers:
	 * what comes later is let in as well. */
	function onAnswer() {
		if (given.line && !isTold)
			openDoor(
				"Nothing from a talk with that code so far; this page keeps listening.");
	}

	function onUp() {
		isUp = true;
		enterRoom();
		recall();
		sendVote();
		say();
	}

	function refusal() {
		return given.line ? "The broker does not let this page in." :
			"No room here has that code.";
	}

	function onDown(refused) {
		if (isOver)
			return;
		if (refused || !isUp && !location.hash)
			return openDoor(refused ? refusal() : "");
		trouble.textContent = "The talk is not reached at the moment; " +
			"this page tries it again and again.";
		setTimeout(follow, 1000);
	}

	/* A wire may be slow: whoever waits is told so. */
	function sayWaiting(mine) {
		setTimeout(() => {
			if (line === mine && !isUp && !trouble.textContent)
				trouble.textContent = "There is no answer yet.";
		}, 1000);
	}

	/* Everything that was shown so far is told anew, by the broker. */
	function follow() {
		const scheme = location.protocol === "https:" ? "wss:" : "ws:";
		const here = { line: `${scheme}//${location.host}/`,
			user: "room", password: code };
		const where = given.line ? given : here;
		line = new MqttLine(where.line, {
			user: where.user, password: where.password,
			onUp, onAnswer, onMessage, onDown,
			topics: [`sockstep/${code}/page/#`, `sockstep/${code}/state`],
		});
		sayWaiting(line);
	}

	/* What was shown of another room is nothing of this one. */
	function forget() {
		moves.forEach((section) => section.remove());
		moves.clear();
		if (asked)
			asked.remove();
		asked = null;
		isLive = true;
		isOver = isUp = isTold = false;
	}

	/* The code stands in the address: who loads the page anew is in again. */
	function enter() {
		code = decodeURIComponent(location.hash.slice(1)).trim().toUpperCase();
		forget();
		if (line)
			line.close();
		if (!/^[A-Z0-9]{1,16}$/.test(code))
			return openDoor(code ? "No room here has that code." : "");
		trouble.textContent = "";
		return follow();
	}

	/* --- keys --------------------------------------------------------- */

	function key(event) {
		if (moveBar.isOthers(event))
			return;
		let isOurs = true;
		if (event.key === "ArrowRight")
			step(1);
		else if (event.key === "ArrowLeft")
			step(-1);
		else if (event.key === "l" || event.key === "$")
			live();
		else
			isOurs = choose(event.key);
		if (isOurs)
			event.preventDefault();
	}

	backButton = button("back", "← Back", () => step(-1));
	bar.append(place);
	nextButton = button("next", "Next →", () => step(1));
	liveButton = button("live", "Live (l)", live);
	moveBar.addNotation();
	bar.hidden = true;
	field.autocapitalize = "characters";
	document.body.append(bar);
	document.body.classList.add("one");
	document.addEventListener("keydown", key);
	main.addEventListener("change", (event) => {
		if (event.target.dataset.vote && asked && asked.contains(event.target))
			vote(event.target);
	});
	form.addEventListener("submit", (event) => {
		event.preventDefault();
		const wanted = "#" + encodeURIComponent(field.value.trim().toUpperCase());
		if (location.hash === wanted)
			enter();
		else
			location.hash = wanted;
	});
	window.addEventListener("hashchange", enter);
	enter();
})();
