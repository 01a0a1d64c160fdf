"use strict";
(function () {
	const moves = Array.from(document.querySelectorAll("section.move"));
	const body = document.body;
	if (!body.classList.contains("run") || !moves.length)
		return;

	let at = 0;
	const { bar, place, button } = moveBar;

	/* --- questions ---------------------------------------------------- */

	function door(move) {
		return move.querySelector(".tell");
	}

	function options(move) {
		return Array.from(move.querySelectorAll(".option input"));
	}

	function isAsked(move) {
		return door(move) && !door(move).checked;
	}

	/* The answer stays once it was told. */
	function tell(move) {
		const chosen = options(move).find((option) => option.checked);
		door(move).checked = true;
		options(move).forEach((option) => { option.disabled = true; });
		door(move).disabled = true;
		move.querySelectorAll(".replies > li").forEach((line) => {
			const isMine = chosen && line.dataset.option === chosen.value;
			line.classList.toggle("chosen", Boolean(isMine));
		});
		say(at);
	}

	function choose(letter) {
		const value = letter === "?" ? "x" : letter;
		const option = options(moves[at]).find((o) => o.value === value);
		if (!option || !isAsked(moves[at]))
			return false;
		option.checked = true;
		tell(moves[at]);
		return true;
	}

	/* --- where one is ------------------------------------------------- */

	function say(index) {
		const asked = isAsked(moves[index]);
		let text = (index + 1) + " of " + moves.length;
		if (asked && options(moves[index]).length)
			text += ": answer a, b … or ?";
		place.textContent = text;
		bar.querySelector(".back").disabled = index === 0;
		bar.querySelector(".next").disabled =
			index === moves.length - 1 && !asked;
	}

	function show(index, focuses) {
		at = Math.max(0, Math.min(index, moves.length - 1));
		moves.forEach((move, i) => move.classList.toggle("here", i === at));
		say(at);
		const heading = moves[at].querySelector("h3");
		if (focuses)
			heading.focus({ preventScroll: true });
		if (focuses && body.classList.contains("one"))
			window.scrollTo(0, 0);
		else if (focuses)
			moves[at].scrollIntoView();
	}

	/* What is asked is told before the next one comes; a question wants an
	 * answer, if only "I don't know". */
	function next() {
		const move = moves[at];
		if (!isAsked(move))
			return show(at + 1, true);
		const open = options(move);
		if (!open.length || open.some((option) => option.checked))
			return tell(move);
		open[0].focus();
		place.textContent = "Answer first: a, b … or ?";
	}

	function back() {
		show(at - 1, true);
	}

	/* --- the bar ------------------------------------------------------ */

	function toggle(item) {
		const isOne = body.classList.toggle("one");
		item.textContent = isOne ? "All at once" : "One at a time";
		show(at, true);
	}

	function build() {
		button("back", "← Back", back);
		bar.append(place);
		button("next", "Next →", next);
		if (document.querySelector(".py"))
			moveBar.addNotation();
		if (document.querySelector("nav.steps"))
			button("outline", "Steps", () => {
				body.classList.toggle("outline");
				if (body.classList.contains("outline"))
					document.querySelector("nav.steps a").focus();
			});
		const all = button("all", "All at once", () => toggle(all));
		body.append(bar);
		body.classList.add("one");
	}

	/* --- keys --------------------------------------------------------- */

	function key(event) {
		if (moveBar.isOthers(event))
			return;
		let isOurs = true;
		if (event.key === "ArrowRight")
			next();
		else if (event.key === "ArrowLeft")
			back();
		else
			isOurs = choose(event.key);
		if (isOurs)
			event.preventDefault();
	}

	/* A link to a move that stands in an outline, or in the address. */
	function follow(focuses) {
		const index = moves.findIndex((move) => "#" + move.id === location.hash);
		body.classList.remove("outline");
		show(index < 0 ? at : index, focuses);
	}

	build();
	document.addEventListener("keydown", key);
	document.addEventListener("change", (event) => {
		const move = event.target.closest(".move");
		if (move && event.target.classList.contains("tell"))
			tell(move);
	});
	window.addEventListener("hashchange", () => follow(true));
	follow(false);
})();
