package web

import (
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/intake"
	"tripol/internal/testkit"
)

func TestEveryRouteHasAPolicy(t *testing.T) {
	for _, r := range Routes() {
		if err := r.Policy.check(); err != nil {
			t.Errorf("%s %s: %v", r.Method, r.Path, err)
		}
	}
	if (Policy{}).check() == nil { // the control
		t.Error("a route without a policy was let through")
	}
}

// The running server enforces the route table's policies for anonymous people and for people without the role.
func TestPoliciesAreKept(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.ProtectionOfficer)
		signedIn, token := sc.cookie, sc.csrf
		sc.person("mitali", actor.Auditor)
		sc.cookie = ""
		sc.signIn("mitali", testPassword)
		auditor, auditorToken := sc.cookie, sc.csrf // reads no household, as the protection officer does
		sc.person("nandini", actor.Treasurer)
		sc.cookie = ""
		sc.signIn("nandini", testPassword)
		treasurer, treasurerToken := sc.cookie, sc.csrf
		for _, r := range Routes() {
			if strings.Contains(r.Path, "/session") {
				continue
			}
			path := strings.NewReplacer(":id", db.NewID(), ":slug", "none", "*", "none.js").Replace(r.Path)
			sc.cookie = ""
			if a := sc.send(r.Method, path, bodyFor(r)); (a.status == http.StatusUnauthorized) != r.Policy.SignedIn {
				t.Errorf("%s %s for nobody: %d", r.Method, r.Path, a.status)
			}
			sc.cookie, sc.csrf = signedIn, token
			if len(r.Policy.Roles) == 0 {
				continue
			}
			if slices.Contains(r.Policy.Roles, actor.ProtectionOfficer) {
				sc.cookie, sc.csrf = auditor, auditorToken
			}
			if slices.Contains(r.Policy.Roles, actor.Auditor) && slices.Contains(r.Policy.Roles, actor.ProtectionOfficer) {
				sc.cookie, sc.csrf = treasurer, treasurerToken
			}
			if a := sc.send(r.Method, path, bodyFor(r)); a.status != http.StatusForbidden {
				t.Errorf("%s %s without the role: %d %s", r.Method, r.Path, a.status, a.body)
			}
		}
	})
}

func bodyFor(r Route) string {
	if r.Method == http.MethodPost {
		return "{}"
	}
	return ""
}

func TestDescriptionIsTheRouteTable(t *testing.T) {
	kinds := intake.New(nil).Kinds()
	text, err := Document()
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		OpenAPI string                                `json:"openapi"`
		Paths   map[string]map[string]json.RawMessage `json:"paths"`
	}
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(doc.OpenAPI, "3.1") {
		t.Errorf("the description is of version %s", doc.OpenAPI)
	}
	for _, r := range Routes() {
		if r.Hidden {
			continue
		}
		path := pathParam.ReplaceAllString(r.Path, "{$1}")
		if _, there := doc.Paths[path][strings.ToLower(r.Method)]; !there {
			t.Errorf("%s %s is not described", r.Method, r.Path)
		}
	}
	var declared struct {
		Kinds map[string]struct {
			Form, Payload, Phones string
		} `json:"x-kinds"`
		Components struct {
			Schemas map[string]json.RawMessage
		}
	}
	if err := json.Unmarshal(text, &declared); err != nil {
		t.Fatal(err)
	}
	for _, k := range kinds {
		if !strings.Contains(string(text), `"`+k.Name+`"`) {
			t.Errorf("the kind %s is not described", k.Name)
		}
		d, there := declared.Kinds[k.Name]
		if !there || d.Form != string(k.Form) || d.Phones != string(k.Phones) || declared.Components.Schemas[d.Payload] == nil {
			t.Errorf("the declaration of %s is not in x-kinds: %+v", k.Name, d)
		}
	}
}

// Each route of the document demands the credentials that its policy admits: a route for phones a bearer scheme, a route
// for browsers the session, a public one neither.
func TestDocumentStatesTheCredentialOfEachRoute(t *testing.T) {
	text, err := Document()
	if err != nil {
		t.Fatal(err)
	}
	if wrong := credentialsMissed(t, text, Routes()); len(wrong) > 0 {
		t.Errorf("other credentials than the policy's: %v", wrong)
	}
	routes := Routes() // the control: routes that turned into ones for phones are not described as such yet
	for i := range routes {
		routes[i].Policy.Phone = !routes[i].Policy.Phone
	}
	changed := slices.DeleteFunc(slices.Clone(routes), func(r Route) bool { return r.Hidden || r.Policy.Push })
	if wrong := credentialsMissed(t, text, routes); len(changed) < 50 || len(wrong) != len(changed) {
		t.Errorf("%d of %d routes with other policies were found", len(wrong), len(changed))
	}
}

// credentialsMissed lists the routes whose described credentials are not those of their policy.
func credentialsMissed(t *testing.T, document []byte, routes []Route) (missed []string) {
	t.Helper()
	var doc struct {
		Paths map[string]map[string]struct {
			Security []map[string][]string `json:"security"`
		} `json:"paths"`
		Components struct {
			SecuritySchemes map[string]struct{ Type, Scheme, In string } `json:"securitySchemes"`
		} `json:"components"`
	}
	if err := json.Unmarshal(document, &doc); err != nil {
		t.Fatal(err)
	}
	for _, r := range routes {
		if r.Hidden {
			continue
		}
		bearer, cookie := false, false
		path := pathParam.ReplaceAllString(r.Path, "{$1}")
		for _, one := range doc.Paths[path][strings.ToLower(r.Method)].Security {
			for name := range one {
				scheme := doc.Components.SecuritySchemes[name]
				bearer = bearer || scheme.Type == "http" && scheme.Scheme == "bearer"
				cookie = cookie || scheme.Type == "apiKey" && scheme.In == "cookie"
			}
		}
		if bearer != (r.Policy.Phone || r.Policy.Push) || cookie != (r.Policy.SignedIn && !r.Policy.PhoneOnly) {
			missed = append(missed, r.Method+" "+r.Path)
		}
	}
	return missed
}

// Every id of a payload is marked as one, so that the decoder rejects malformed ids alike on both engines.
func TestIdsOfPayloadsAreMarked(t *testing.T) {
	for _, k := range intake.New(nil).Kinds() {
		for f := range k.Payload.Fields() {
			named := f.Type.Name() == "ID" || strings.HasSuffix(f.Type.Name(), "ID")
			isCard := f.Type == reflect.TypeFor[card.ID]() // a card's id is 80 random bits, not a UUID
			if named && !isCard && f.Tag.Get("format") != "uuid" {
				t.Errorf("%s: %s is an id without format:\"uuid\"", k.Name, f.Name)
			}
		}
	}
}
