package web

import "strings"

// A sign is a part of user agents, and what it names. The first that is found counts: most browsers name others too.
type sign struct{ part, name string }

var (
	browserSigns = []sign{
		{"SamsungBrowser/", "Samsung Internet"},
		{"EdgA/", "Edge"},
		{"Edg/", "Edge"},
		{"OPR/", "Opera"},
		{"UCBrowser/", "UC Browser"},
		{"Firefox/", "Firefox"},
		{"FxiOS/", "Firefox"},
		{"CriOS/", "Chrome"},
		{"Chrome/", "Chrome"},
		{"Safari/", "Safari"},
	}
	systemSigns = []sign{
		{"Android", "Android"},
		{"iPhone", "iPhone"},
		{"iPad", "iPad"},
		{"Windows", "Windows"},
		{"CrOS", "ChromeOS"},
		{"Macintosh", "Mac"},
		{"Linux", "Linux"},
	}
)

// nameOfAgent names a browser for the list of its owner's sessions; empty for an unknown one. Versions and models are
// left out: they would tell more about a person than the list needs.
func nameOfAgent(agent string) string {
	browser, system := namedBy(browserSigns, agent), namedBy(systemSigns, agent)
	if browser == "" || system == "" {
		return browser + system
	}
	return browser + " · " + system
}

func namedBy(signs []sign, agent string) string {
	for _, s := range signs {
		if strings.Contains(agent, s.part) {
			return s.name
		}
	}
	return ""
}
