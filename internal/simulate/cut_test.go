package simulate_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/phonedata/reply"
	"tripol/internal/simulate"
	"tripol/internal/testkit"
	"tripol/internal/web"
)

// enrolled is a phone that speaks HTTP by hand, so that its line can be cut at a byte.
type enrolled struct {
	*testing.T
	*server
	address, token string
	credential     people.CredentialID
	seq            int
	area           string
}

func enrol(t *testing.T, s *server, w simulate.World) *enrolled {
	t.Helper()
	body, err := json.Marshal(web.EnrolIn{
		Protocol: 1, Device: people.DeviceID(db.NewID()), Name: "Cut", Login: w.Logins[0], Password: w.Password,
	})
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.Post("http://"+s.Config.Addr+"/api/v1/devices", "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var view web.EnrolledView
	if err := json.NewDecoder(res.Body).Decode(&view); err != nil || res.StatusCode != http.StatusCreated {
		t.Fatalf("%d %v", res.StatusCode, err)
	}
	return &enrolled{
		T: t, server: s, address: s.Config.Addr, token: string(view.FullToken), credential: view.Credential, area: string(w.Area),
	}
}

// push is a request with twenty records, as it goes over the line.
func (p *enrolled) push() string {
	records := make([]string, 20)
	for i := range records {
		p.seq++
		records[i] = fmt.Sprintf(`{"id":%q,"device_seq":%d,"kind":"household.register","schema":1,"occurred_at":"2020-06-05T09:00:00Z",
			"payload":{"id":%q,"area":%q,"name":"Cut %d","also_called":"","phone":"","phone_of":"","people":{"women":1,"men":0,"girls":0,
			"boys":0,"infants":0,"elderly":0},"criteria":[],"house":"hut","landmark":"","consent":{"given":true,"how":"read_by_me",
			"language":"bn"},"not_same_as":[],"mark":""}}`, db.NewID(), p.seq, db.NewID(), p.area, p.seq)
	}
	body := `{"protocol":1,"records":[` + strings.Join(records, ",") + `]}`
	return fmt.Sprintf("POST /api/v1/sync HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\n"+
		"Connection: close\r\nContent-Length: %d\r\n\r\n%s", p.address, p.token, len(body), body)
}

func (p *enrolled) pull() string {
	return fmt.Sprintf("GET /api/v1/feed?epoch=1&seq=0 HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n",
		p.address, p.token)
}

// over sends a number of bytes of a request, and reads a number of bytes of the response; a negative number is all.
func (p *enrolled) over(request string, send, read int) []byte {
	p.Helper()
	conn, err := net.DialTimeout("tcp", p.address, 5*time.Second)
	if err != nil {
		p.Fatal(err)
	}
	defer conn.Close()
	if send >= 0 {
		request = request[:send]
	}
	if _, err := io.WriteString(conn, request); err != nil {
		p.Fatal(err)
	}
	if send >= 0 {
		return nil
	}
	var from io.Reader = conn
	if read >= 0 {
		from = io.LimitReader(conn, int64(read))
	}
	answer, err := io.ReadAll(from)
	if err != nil {
		p.Fatal(err)
	}
	return answer
}

// agreed returns the state of a push on phone and server after it was sent completely.
func (p *enrolled) agreed(answer []byte) (applied int) {
	p.Helper()
	_, body, _ := bytes.Cut(answer, []byte("\r\n\r\n"))
	var a reply.Push
	if err := json.Unmarshal(body, &a); err != nil {
		p.Fatalf("%v: %.300s", err, answer)
	}
	for _, r := range a.Results {
		if r.Status == journal.StatusApplied || r.Was == journal.StatusApplied {
			applied++
		}
	}
	return applied
}

func (p *enrolled) families() (n int) {
	p.Helper()
	err := p.Store.Read(p.Context(), actor.System(), func(tx *db.Tx) error {
		return tx.Raw("SELECT COUNT(*) FROM household WHERE name LIKE 'Cut %'").Scan(&n).Error
	})
	if err != nil {
		p.Fatal(err)
	}
	return n
}

// B15: the line is cut at every byte of a push of twenty records and of its answer, and of a pull; sent again each time,
// phone and server agree: every record is there, once. The short form takes every so-maniest byte.
func TestB15_TheLineIsCutAtAnyByte(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		s := serve(t, engine)
		w, err := simulate.Build(t.Context(), s.Store, s.Intake, s.Keys, simulate.Size{Families: 1, Workers: 1})
		if err != nil {
			t.Fatal(err)
		}
		s.ready(t)
		p := enrol(t, s, w)
		whole := p.push()
		answer := p.over(whole, -1, -1)
		batches, points := 1, 30
		if testkit.Scale(50) == 50 {
			points = len(whole) // every byte
		}
		for at := 0; at < len(whole); at += max(1, len(whole)/points) {
			request := p.push()
			p.over(request, at, 0)
			if n := p.agreed(p.over(request, -1, -1)); n != 20 {
				t.Fatalf("cut at byte %d of the request: %d of 20 records are known", at, n)
			}
			batches++
		}
		for at := 0; at < len(answer); at += max(1, len(answer)/points) {
			request := p.push()
			p.over(request, -1, at)
			if n := p.agreed(p.over(request, -1, -1)); n != 20 {
				t.Fatalf("cut at byte %d of the answer: %d of 20 records are known", at, n)
			}
			batches++
		}
		if n := p.families(); n != 20*batches {
			t.Errorf("%d families of %d", n, 20*batches)
		}
		pulled := p.over(p.pull(), -1, -1)
		for at := 0; at < len(p.pull()); at += max(1, len(p.pull())/points) {
			p.over(p.pull(), at, 0)
			p.over(p.pull(), -1, at*len(pulled)/len(p.pull()))
		}
		if again := p.over(p.pull(), -1, -1); !bytes.Contains(again, []byte(`"events"`)) {
			t.Errorf("after cuts the feed answers %.200s", again)
		}
		t.Logf("cut at %d places", batches-1)
	})
}

// The control: records with new ids after a cut are counted twice by the same count.
func TestB15_Control(t *testing.T) {
	s := serve(t, db.SQLite)
	w, err := simulate.Build(t.Context(), s.Store, s.Intake, s.Keys, simulate.Size{Families: 1, Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	s.ready(t)
	p := enrol(t, s, w)
	p.over(p.push(), -1, 10) // the answer is lost
	p.over(p.push(), -1, -1) // and the phone makes its records anew
	if n := p.families(); n == 20 {
		t.Error("twenty records that were sent under two ids count as twenty: the count would see no double")
	}
}
