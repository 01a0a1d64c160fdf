"use strict";
/* The bar below the moves of a run, the same for one that is over (page.js) and
 * one that goes on (live.js). */
const moveBar = (function () {
	const bar = document.createElement("nav");
	const place = document.createElement("span");

	function button(className, text, action) {
		const item = document.createElement("button");
		item.type = "button";
		item.className = className;
		item.textContent = text;
		item.addEventListener("click", action);
		bar.append(item);
		return item;
	}

	function addNotation() {
		const select = document.createElement("select");
		const classes = document.body.classList;
		select.setAttribute("aria-label", "Language of the calls");
		[["only-c", "C"], ["only-py", "Python"], ["", "Both"]]
			.forEach(([value, text]) => select.add(new Option(text, value)));
		select.addEventListener("change", () => {
			classes.remove("only-c", "only-py");
			if (select.value)
				classes.add(select.value);
		});
		classes.add("only-c");
		bar.append(select);
	}

	/* Whether a key has a meaning where it was pressed: in a list of options
	 * up and down choose, but left and right are the run's. */
	function isOthers(event) {
		const from = event.target;
		const isText = from instanceof HTMLSelectElement ||
			(from instanceof HTMLInputElement &&
			 !["radio", "checkbox"].includes(from.type));
		const scrolls = from.closest && from.closest(".scroll, pre") &&
			from.scrollWidth > from.clientWidth;
		return event.altKey || event.ctrlKey || event.metaKey || isText ||
			scrolls;
	}

	bar.className = "bar";
	bar.setAttribute("aria-label", "Moves");
	place.setAttribute("role", "status");
	return { bar, place, button, addNotation, isOthers };
})();
