package web

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/testkit"
)

// phoneResponses are the responses to phones in the world, one after the other, with values that the server generates made equal.
type phoneResponses struct {
	*phoneWorld
	text  strings.Builder
	names map[string]string
}

// generated matches values that differ between two runs. Each is replaced by a text of its own length, the same one for
// the same value, so that bytes, order and sizes stay.
var generated = []*regexp.Regexp{
	regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`), // ids
	regexp.MustCompile(`\b[0-9a-f]{64}\b`),                                             // digests
	regexp.MustCompile(`\b[0-9A-Z]{11}\b`),                                             // typed codes
	regexp.MustCompile(`"card":"([0-9a-f]{20})"`),
	regexp.MustCompile(`"(?:salt|wrapped|box|public_key|cards|signature)":"([^"]+)"`),
	regexp.MustCompile(`"seal_key":"([^"]+)"`),
}

// message is free text in English beside a code, which clients translate: its wording is not part of the protocol.
var message = regexp.MustCompile(`"(message|detail)":"[^"]*"`)

var kid = regexp.MustCompile(`"kid":\d+`)

func (o *phoneResponses) equal(text string) string {
	for n, shape := range generated {
		text = shape.ReplaceAllStringFunc(text, func(whole string) string {
			value := whole
			if m := shape.FindStringSubmatch(whole); len(m) == 2 {
				value = m[1]
			}
			if strings.HasPrefix(value, "019f0000-0000-7000-8000-") {
				return whole
			}
			if o.names[value] == "" {
				o.names[value] = fmt.Sprintf("%c%0*d", 'A'+n, len(value)-1, len(o.names)+1)
			}
			return strings.Replace(whole, value, o.names[value], 1)
		})
	}
	text = message.ReplaceAllString(text, `"$1":"…"`)
	return kid.ReplaceAllString(text, `"kid":12345`)
}

func (o *phoneResponses) add(name string, a answer) {
	o.text.WriteString("== " + name + "\n")
	fmt.Fprintf(&o.text, "%d %s; %s\n%s\n", a.status, a.header.Get("Content-Type"), a.header.Get("Cache-Control"), o.equal(a.body))
}

// pack reads a pack: the manifest, with sizes and digests compared with the parts here, and every part.
func (o *phoneResponses) pack(login string) (seq int64, hash string) {
	o.t.Helper()
	a := o.asPhone(login, "GET", "/api/v1/pack", "")
	var issued struct{ Manifest, Signature []byte }
	if err := json.Unmarshal([]byte(a.body), &issued); err != nil {
		o.t.Fatalf("%d %s", a.status, a.body)
	}
	var m struct {
		Pack  string
		Seq   int64
		Hash  string
		Parts []struct {
			Name   string
			Bytes  int
			SHA256 string
		}
	}
	if err := json.Unmarshal(issued.Manifest, &m); err != nil {
		o.t.Fatal(err)
	}
	manifest := string(issued.Manifest)
	a.body = strings.Replace(a.body, base64.StdEncoding.EncodeToString(issued.Manifest), "MANIFEST", 1)
	parts := make([]answer, len(m.Parts))
	for i, part := range m.Parts {
		parts[i] = o.asPhone(login, "GET", "/api/v1/pack/"+m.Pack+"/"+part.Name, "")
		sum := sha256.Sum256([]byte(parts[i].body))
		if len(parts[i].body) != part.Bytes || hex.EncodeToString(sum[:]) != part.SHA256 {
			o.t.Errorf("%s: part %s is not the one of its manifest", login, part.Name)
		}
		as := kid.ReplaceAllString(parts[i].body, `"kid":12345`) // whose digits differ
		manifest = strings.Replace(manifest, fmt.Sprintf(`"bytes":%d,"sha256":%q`, part.Bytes, part.SHA256),
			fmt.Sprintf(`"bytes":%d,"sha256":%q`, len(as), part.SHA256), 1)
	}
	o.add(login+": pack", a)
	o.text.WriteString("== " + login + ": manifest\n" + o.equal(manifest) + "\n")
	for i, part := range m.Parts {
		o.add(login+": part "+o.equal(part.Name), parts[i])
	}
	return m.Seq, m.Hash
}

func (o *phoneResponses) feed(login string, seq int64, hash string) {
	o.t.Helper()
	o.seals()
	path := fmt.Sprintf("/api/v1/feed?epoch=1&seq=%d&hash=%s&next_seq=3", seq, hash)
	o.add(login+": feed", o.asPhone(login, "GET", path, ""))
}

// push sends records; the checkpoint of the response is shown decoded.
func (o *phoneResponses) push(login, name string, records ...string) {
	o.t.Helper()
	a := o.asPhone(login, "POST", "/api/v1/sync", pushed(records...))
	var said struct{ Checkpoint struct{ Statement []byte } }
	if err := json.Unmarshal([]byte(a.body), &said); err != nil || a.status != http.StatusOK {
		o.t.Fatalf("%d %s", a.status, a.body)
	}
	statement := base64.StdEncoding.EncodeToString(said.Checkpoint.Statement)
	a.body = strings.Replace(a.body, statement, "STATEMENT", 1)
	o.add(login+": push "+name, a)
	o.text.WriteString(o.equal(string(said.Checkpoint.Statement)) + "\n")
}

// toldOfOld sends the requests of a phone of protocol 1 and returns the responses.
func toldOfOld(t *testing.T, engine db.Engine) string {
	t.Helper()
	o := &phoneResponses{phoneWorld: newPhoneWorld(t, engine), names: map[string]string{}}
	o.seals()
	o.pack("rina")
	seq, hash := o.pack("dipa")
	o.pack("gopal")
	o.pushes()
	o.feed("rina", seq, hash)
	o.feed("dipa", seq, hash)
	o.feed("dipa", seq, strings.Repeat("0", 64))
	o.clock = o.clock.Add(1)
	o.pack("rina") // with what was served, withdrawn and registered
	o.withdrawn()
	return o.text.String()
}

func (o *phoneResponses) pushes() {
	o.t.Helper()
	handing := func(id, card int, more string) string {
		return fmt.Sprintf(`{"id":%q,"distribution":%q,"card":%q,"how":"scan","collector":"self",
			"items":[{"item":%q,"quantity":1}]%s}`, fixed(id), fixed(openList), o.codes[card], fixed(tarpaulin), more)
	}
	registration := func(id, area string) string {
		return fmt.Sprintf(`{"id":%q,"area":%q,"name":"Mina Khatun","also_called":"","phone":"","phone_of":"",
			"people":{"women":1,"men":0,"girls":0,"boys":0,"infants":0,"elderly":0},"criteria":[],"house":"hut","landmark":"",
			"mark":"","consent":{"given":true,"how":"played","language":"bn"},"not_same_as":[]}`, id, area)
	}
	o.push("rina", "every outcome",
		record(100, 1, "household.register", registration(fixed(family+3), "panchayat:wb-gp:2738-01")),
		record(101, 2, "handover.record", handing(handover, 0, "")),
		record(102, 5, "card.bind", fmt.Sprintf(`{"card":%q,"household":%q}`, o.codes[0], fixed(family+2))), // bound to another family
		record(103, 6, "household.register", registration(fixed(family+4), "panchayat:nowhere")),
		record(104, 7, "consent.record", fmt.Sprintf(`{"id":%q,"household":%q,"purpose":"photo","given":true,"how":"told_in_person","language":"bn"}`,
			fixed(50), fixed(999))), // waits
		record(105, 8, "tomorrow.do", `{}`),
		`{"id":"`+fixed(106)+`","device_seq":9,"sealed":"bm90IGFuIGFnZSBmaWxl"}`,
		`{"id":1}`,
		record(107, 10, "handover.record", handing(handover+1, 1, "")),
		record(108, 11, "handover.undo", fmt.Sprintf(`{"id":%q,"handover":%q,"reason":"wrong_family"}`, fixed(51), fixed(handover+1))),
		record(109, 12, "custody.close", fmt.Sprintf(`{"id":%q,"distribution":%q,"counted":[{"item":%q,"quantity":3}]}`,
			fixed(52), fixed(openList), fixed(tarpaulin))),
	)
	o.push("dipa", "a second handover", record(110, 1, "handover.record", handing(handover+2, 0, "")),
		record(111, 2, "lane.open", fmt.Sprintf(`{"distribution":%q,"lane":1,"reason":"phone_lost"}`, o.split)))
	o.seals()
	o.push("rina", "the same again", record(101, 2, "handover.record", handing(handover, 0, "")))
	body := fmt.Sprintf(`{"protocol":1,"seen":{"epoch":1,"seq":1,"hash":%q},"outbox":{"waiting":0,"next_seq":13},"records":[]}`,
		strings.Repeat("0", 64))
	a := o.asPhone("rina", "POST", "/api/v1/sync", body)
	o.add("rina: push nothing", answer{a.status, a.header, regexp.MustCompile(`"statement":"[^"]*"`).ReplaceAllString(a.body, `"statement":"…"`)})
	o.enter(o.office, "card.bind", `{"card":%q,"household":%q}`, o.codes[2], fixed(family+1)) // withdraws the earlier one
	o.enter(o.office, "consent.record", `{"id":%q,"household":%q,"purpose":"relief","given":false,"how":"told_by_phone",
		"language":"bn"}`, fixed(53), fixed(family+2))
	o.enter(officer, "household.erase", `{"household":%q,"reason":"family_asked"}`, fixed(family+2))
}

// withdrawn is the response to a blocked phone.
func (o *phoneResponses) withdrawn() {
	o.t.Helper()
	admin := testkit.Actor(actor.Administrator, actor.Coordinator)
	o.enter(admin, "device.withdraw", `{"credential":%q,"reason":"stolen"}`, o.ids["dipa"])
	o.push("dipa", "of a blocked phone", record(120, 3, "list.searched", fmt.Sprintf(`{"distribution":%q,"by":"name","answers":3}`, fixed(openList))))
	a := o.asPhone("dipa", "GET", "/api/v1/pack", "")
	o.add("dipa: pack of a blocked phone", a)
}

const protocol1Golden = "testdata/protocol1.golden"

// Responses to phones of protocol 1 are byte-identical to those of the program of commit 563319c, which wrote the file.
func TestProtocol1IsUnchanged(t *testing.T) {
	want, err := os.ReadFile(protocol1Golden)
	if err != nil && os.Getenv("TRIPOL_WRITE_PROTOCOL1") == "" {
		t.Fatal(err)
	}
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		got := toldOfOld(t, engine)
		if os.Getenv("TRIPOL_WRITE_PROTOCOL1") != "" { // at the old commit alone
			if err := os.WriteFile(protocol1Golden, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
			return
		}
		if differs := firstDifference(string(want), got); differs != "" {
			t.Error(differs)
		}
	})
}

// firstDifference shows the first line in which two texts differ.
func firstDifference(want, got string) string {
	a, b, at := strings.Split(want, "\n"), strings.Split(got, "\n"), ""
	for i := range min(len(a), len(b)) {
		if strings.HasPrefix(a[i], "== ") {
			at = a[i]
		}
		if a[i] != b[i] {
			return fmt.Sprintf("%s, line %d:\n%s\nis now\n%s", at, i+1, a[i], b[i])
		}
	}
	if len(a) != len(b) {
		return fmt.Sprintf("%d lines are now %d", len(a), len(b))
	}
	return ""
}

// The control: a field that is renamed, one that is left out, and another order of two fields are found in each response.
func TestProtocol1IsUnchangedControl(t *testing.T) {
	want, err := os.ReadFile(protocol1Golden)
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string][2]string{
		"renamed":   {`"phone4"`, `"phone_4"`},
		"left out":  {`"mark":"fish",`, ""},
		"turned":    {`"seq":115,"hash":"B000000000000000000000000000000000000000000000000000000000000005"`, `"hash":"B000000000000000000000000000000000000000000000000000000000000005","seq":115`},
		"of a feed": {`"backed_up_through"`, `"backed_up"`},
		"of a push": {`"results"`, `"outcomes"`},
		"an item's": {`"NameBN"`, `"name_bn"`},
	} {
		changed := strings.ReplaceAll(string(want), change[0], change[1])
		if changed == string(want) || firstDifference(string(want), changed) == "" {
			t.Errorf("%s: not found", name)
		}
	}
}
