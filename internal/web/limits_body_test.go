package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/field"
	"tripol/internal/form"
	"tripol/internal/testkit"
)

// bodies are the types of the bodies of requests that are no entries, by the name of the type.
func bodies() (all []limitedType) {
	for _, r := range Routes() {
		in := r.In
		if in == nil || in == reflect.TypeFor[EntryIn]() || in == reflect.TypeFor[field.Push]() || r.Takes != "" {
			continue // payloads have tests of their own; a push has the limits of the protocol
		}
		if !slices.ContainsFunc(all, func(l limitedType) bool { return l.in == in }) {
			all = append(all, limitedType{in.Name(), in, form.Check})
		}
	}
	return all
}

// unlimitedInBodies are the fields of bodies without a limit of their own, with the reason.
var unlimitedInBodies = map[string]string{
	"EnrolIn /protocol": "compared with the version that the server speaks: another one is unknown_protocol",
}

func TestEveryFieldOfEveryRequestHasALimit(t *testing.T) {
	var found []string
	for _, of := range bodies() {
		found = append(found, lackingIn(of)...)
	}
	for _, name := range found {
		if unlimitedInBodies[name] == "" {
			t.Errorf("%s has no limit", name)
		}
	}
	if len(found) != len(unlimitedInBodies) {
		t.Errorf("without a limit are %v only", found)
	}
	type code struct { // the control
		Code string `json:"code"`
	}
	if found := lackingIn(limitedType{"code", reflect.TypeFor[code](), form.Check}); len(found) != 1 {
		t.Errorf("control: %v", found)
	}
}

// mapProbes returns the values just within and just beyond the limits of a map of texts.
func (l leaf) mapProbes() (all []probe) {
	if n, is := l.number("maxLength"); is {
		all = append(all, probe{"maxLength", map[string]string{"a": strings.Repeat("ঘ", n)}, true, ""},
			probe{"maxLength", map[string]string{"a/b": strings.Repeat("ঘ", n+1)}, false, "/a~1b"})
	}
	if n, is := l.number("maxProperties"); is {
		texts := map[string]string{}
		for i := range n {
			texts[strconv.Itoa(i)] = "x"
		}
		all = append(all, probe{"maxProperties", texts, true, ""})
		more := map[string]string{"one more": "x"}
		for key := range texts {
			more[key] = "x"
		}
		all = append(all, probe{"maxProperties", more, false, ""})
	}
	return all
}

// formatProbes are texts within and beyond the formats of bodies.
var formatProbes = map[string][2]string{
	"new-password": {"nadi 19 x ", "nadi 19 x"}, // ten characters, the last a space
	"leader-pin":   {"019283", "01928"},
	"area-key":     {"block:2738", "2738"},
	"list-date":    {"2020-06-01", "2020-06-31"},
	"uuid":         {"0190a1b2-0000-7000-8000-000000000001", "0190A1B2-0000-7000-8000-000000000001"},
	"free-text":    {"Survey", "Survey\u202e"},
}

// bodyExamples are valid bodies with every field.
var bodyExamples = func() map[string]string {
	const id, code = `"0190a1b2-0000-7000-8000-000000000001"`, `"code":"ABCD-EFGH-JKMN"`
	const mapping = `{"list":"survey","sheet":"list","sheets":["list"],"fill_merged":true,"encoding":"utf-8","unreadable":"leave_out",
		"header_row":1,"skip_rows":1,
		"columns":[{"column":"Name","field":"name","values":{"x":"y"},"unreadable":"leave_out"}],
		"defaults":{"house":"kutcha"},"area":{"level":"block","within":"district:303","parent_level":"district","issuer":"wb-gp"},
		"size_as":"women","date_order":"dmy","consent":{"how":"read_by_me","language":"bn","on":"2020-06-01"},
		"pictures":{"HSH":"tarpaulin"}}`
	return map[string]string{
		"SignIn":       `{"login":"rina","password":"x"}`,
		"FilePiece":    `{"envelope":"{}","proof":"00"}`,
		"FilePhoto":    `{"photo":` + id + `,"sealed":"AA==","proof":"00"}`,
		"EnrolIn":      `{"protocol":1,"device":` + id + `,"name":"phone",` + code + `,"login":"rina","password":"x","second_factor":"123456","new_password":"x"}`,
		"LetInIn":      `{"reason":"found"}`,
		"LeaderIn":     `{"id":` + id + `,"pin":"019283"}`,
		"LanesIn":      `{"id":` + id + `,"lanes":2,"pin":"019283"}`,
		"CardShown":    `{"card":"ABCD"}`,
		"SheetIn":      `{"accounts":[` + id + `],"reset":true,"language":"bn"}`,
		"CodeIn":       `{` + code + `}`,
		"AcceptIn":     `{` + code + `,"password":"nadi 19 x z"}`,
		"AutostartIn":  `{"on":true}`,
		"BeginIn":      `{` + code + `,"organisation":"Ours","name":"Rina","login":"rina","password":"nadi 19 x z","language":"bn"}`,
		"NewJob":       `{"file":` + id + `,"kind":"items","mapping":` + mapping + `,"dry_run":true,"similar":"hold"}`,
		"NamedMapping": `{"kind":"items","name":"Survey","mapping":` + mapping + `}`,
		"InspectIn":    `{"file":` + id + `,"encoding":"utf-8","sheet":"list"}`,
		"Decisions":    `{"decisions":[{"line":2,"sheet":"list","decision":"skip"}]}`,
		"Nothing":      `{}`,
		"ShippedIn":    `{"districts":["303"],"dry_run":true}`,

		"BackupFolderIn": `{"folder":"/media/anu/STICK"}`,
		"BackupGroupsIn": `{"groups":["0123Z"]}`,
		"HalvesIn":       `{"first":"01234 56789","second":"01234 56789"}`,
		"RestoreOpenIn":  `{` + code + `,"folder":"/media/anu/STICK"}`,
		"RestoreIn":      `{"ticket":"T","file":"/media/anu/STICK/tripol.tar.age","first":"01234","second":"56789"}`,
		"TicketIn":       `{"ticket":"T"}`,
		"CheckIn":        `{"login":"rina","password":"x","second_factor":"123456"}`,
		"OwnPasswordIn":  `{"current":"x","password":"my own long words"}`,
		"EndSessionsIn":  `{"id":"00112233445566778899aabbccddeeff","others":false}`,
		"OwnProofIn":     `{"current":"x"}`,
		"FactorCodeIn":   `{"code":"123456"}`,
	}
}()

// misjudgedFormats tries the texts within and beyond the formats of a body.
func misjudgedFormats(t *testing.T, of limitedType, example json.RawMessage) (found []string, n int) {
	t.Helper()
	for _, l := range leavesOf(of.in, nil, "") {
		texts, is := formatProbes[l.field.Tag.Get("format")]
		if !is || l.list() {
			continue
		}
		for i, text := range texts {
			value, _ := changed(t, example, l.path, text)
			want := []string{"accepted", l.pointer()}[i]
			if got := refusedAt(t, of, value); got != want {
				found = append(found, fmt.Sprintf("%s %s, %q: %s", of.name, l.pointer(), text, got))
			}
			n++
		}
	}
	return found, n
}

// Of every request that is no entry, a value just within each limit is accepted and one just beyond it is refused with
// the path of the field; the document states the same limit.
func TestLimitsOfRequestsAreEnforcedAndStated(t *testing.T) {
	stated, tried := statedSchemas(t), 0
	for _, of := range bodies() {
		example := json.RawMessage(bodyExamples[of.name])
		if len(example) == 0 {
			t.Errorf("%s has no example", of.name)
			continue
		}
		found, n := misjudged(t, of, example, stated)
		formats, m := misjudgedFormats(t, of, example)
		for _, wrong := range append(found, formats...) {
			t.Error(wrong)
		}
		tried += n + m
	}
	if tried < 100 {
		t.Errorf("only %d values were tried", tried)
	}
	planted := limitedType{"NewJob", nil, func(any) error { return nil }} // the control: it enforces nothing
	for _, of := range bodies() {
		if of.name == planted.name {
			planted.in = of.in
		}
	}
	found, n := misjudged(t, planted, json.RawMessage(bodyExamples["NewJob"]), map[string]schema{})
	if formats, _ := misjudgedFormats(t, planted, json.RawMessage(bodyExamples["NewJob"])); len(found) < n/2 || len(formats) != 3 {
		t.Errorf("control: of %d values %d are noticed, and of the formats %v", n, len(found), formats)
	}
}

// A body beyond its limits is refused by the routes themselves, before they look anything up, and changes nothing.
func TestRoutesRefuseBodiesBeyondTheirLimits(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Coordinator)
		long := strings.Repeat("x", 201)
		for _, c := range []struct{ path, body, code, at string }{
			{"/api/v1/session", `{"login":"` + long + `","password":"x"}`, "too_long", "/login"},
			{"/api/v1/session", `{"login":"rina","password":" "}`, "required", "/password"},
			{"/api/v1/invitations/read", `{"code":"` + long + `"}`, "invitation_unknown", "/code"},
			{"/api/v1/invitations/accept", `{"code":"x","password":"short"}`, "password_short", "/password"},
		} {
			got := sc.send(http.MethodPost, c.path, c.body)
			if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, `"code":"`+c.code+`"`) ||
				!strings.Contains(got.body, `"path":"`+c.at+`"`) {
				t.Errorf("%s %.60s: %d %s", c.path, c.body, got.status, got.body)
			}
		}
	})
}
