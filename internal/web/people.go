package web

import (
	"maps"
	"net/url"
	"strings"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/exchange/accounts"
	"tripol/internal/exchange/areas"
	tables "tripol/internal/exchange/sheet"
	"tripol/internal/intake"
	"tripol/internal/people"
	"tripol/internal/words"
)

// PersonView is an account as the office lists it.
type PersonView struct {
	ID           actor.AccountID      `json:"id"`
	Login        string               `json:"login"`
	Name         string               `json:"name"`
	Language     string               `json:"language" set:"language"`
	Organisation actor.OrganisationID `json:"organisation"`
	Roles        []actor.Role         `json:"roles"      nullable:"false"`
	Grants       []GrantView          `json:"grants"     nullable:"false"`
	Version      int                  `json:"version"`
	State        people.AccountState  `json:"state"`
	ExpiresAt    *db.Instant          `json:"expires_at"` // of the invitation
	Mine         bool                 `json:"mine"`       // the viewer may change it
	Steward      bool                 `json:"steward"`    // they maintain the data shared by all organisations
	SecondFactor bool                 `json:"second_factor"`
}

// GrantView is a role over an area.
type GrantView struct {
	Role      actor.Role  `json:"role"`
	AreaPath  string      `json:"area_path"`
	EndsAt    *db.Instant `json:"ends_at"` // null: without an end
	AreaNames             // empty for everywhere
}

// OrganisationView is an organisation that the viewer administers.
type OrganisationView struct {
	ID   actor.OrganisationID `json:"id"`
	Name string               `json:"name"`
	Own  bool                 `json:"own"`
	// LoginSuffix is appended to new logins, after an @; empty while there is no other organisation.
	LoginSuffix string `json:"login_suffix"`
}

func listAccounts(c *call) (out Rows[PersonView], err error) {
	return out, c.read(func(tx *db.Tx) error {
		found, err := people.Accounts(tx)
		if err != nil {
			return err
		}
		var paths []string
		for _, p := range found {
			for _, g := range p.Grants {
				paths = append(paths, g.AreaPath)
			}
		}
		places, err := area.AtPaths(tx, paths)
		views := make([]PersonView, len(found))
		for i, p := range found {
			views[i] = viewPerson(p, places)
		}
		sortPeople(views, c.language())
		out = rowsOf(views, "")
		return err
	})
}

func viewPerson(p people.AccountListed, places map[string]area.Area) PersonView {
	view := PersonView{
		ID: actor.AccountID(p.ID), Login: p.Login, Name: p.Name, Language: p.Language,
		Organisation: actor.OrganisationID(p.Organisation),
		Roles:        []actor.Role{}, Grants: []GrantView{}, Version: p.Version, State: p.State, ExpiresAt: p.ExpiresAt,
		Mine: p.Mine, Steward: p.Steward, SecondFactor: p.SecondFactor,
	}
	for role := range strings.SplitSeq(p.Roles, ",") {
		if role != "" {
			view.Roles = append(view.Roles, actor.Role(role))
		}
	}
	for _, g := range p.Grants {
		place, known := places[g.AreaPath]
		names := place.Names()
		if !known && g.AreaPath != "/" {
			names.Name = g.AreaPath // an area that has moved since
		}
		grant := GrantView{Role: g.Role, AreaPath: g.AreaPath, EndsAt: g.EndsAt, AreaNames: areaNamesOf(names)}
		view.Grants = append(view.Grants, grant)
	}
	return view
}

func listOrganisations(c *call) (out Rows[OrganisationView], err error) {
	return out, c.read(func(tx *db.Tx) error {
		found, err := people.Organisations(tx)
		views := make([]OrganisationView, len(found))
		for i, o := range found {
			views[i] = OrganisationView(o)
		}
		words.SortBy(views, c.language(), func(o OrganisationView) string { return o.Name })
		out = rowsOf(views, "")
		return err
	})
}

// list is a route that accepts a raw file and returns JSON.
func list[Out any](path string, who Policy, summary string, handle func(*call, []byte) (Out, error)) Route {
	r := get(path, who, summary, func(c *call) (Out, error) {
		raw := c.Request().Body() // unmodified: noEncoding has rejected compressed bodies
		if len(raw) == 0 {
			var none Out
			return none, tables.FileEmpty()
		}
		return handle(c, append([]byte(nil), raw...))
	})
	r.Method, r.Takes = "POST", "text/csv"
	return r
}

// importPeople checks a list of people; with apply=yes it adds them if there is no error.
func importPeople(c *call, file []byte) (accounts.PeopleList, error) {
	options := accounts.PeopleOptions{
		Organisation: c.session.Actor.Organisation, Area: c.Query("area"), Language: c.Query("language"),
		Encoding: tables.Encoding(c.Query("encoding")),
	}
	if other := c.Query("organisation"); other != "" {
		if !intake.CanonicalUUID(other) {
			return accounts.PeopleList{}, notFound("organisation")
		}
		options.Organisation = actor.OrganisationID(other)
	}
	var err error
	if options.RoleWords, err = roleWords(); err != nil {
		return accounts.PeopleList{}, err
	}
	who := c.session.Actor
	read, err := accounts.ReadPeople(c.context(), c.server.Store, who, file, options)
	if err != nil || c.Query("apply") != "yes" {
		return read, err
	}
	return accounts.AddPeople(c.context(), c.server.Intake, c.server.Store, who, read)
}

// formerRoleWords are the names of roles on screens of earlier versions: lists written then remain readable.
var formerRoleWords = map[string]actor.Role{
	"visits families": actor.OutreachWorker, "বাড়ি বাড়ি যান": actor.OutreachWorker,
	"घर-घर जाते हैं":   actor.OutreachWorker,
	"gives out relief": actor.Distributor, "ত্রাণ দেন": actor.Distributor, "राहत देते हैं": actor.Distributor,
	"গুদামরক্ষক": actor.Storekeeper, "गोदाम रक्षक": actor.Storekeeper,
}

// roleWords are the names of roles on screens, current and former, in every language.
func roleWords() (map[string]actor.Role, error) {
	catalogue, err := messages()
	if err != nil {
		return nil, err
	}
	known := maps.Clone(formerRoleWords)
	for _, language := range words.Languages {
		for _, role := range actor.Roles {
			known[strings.ToLower(catalogue.T(language, "role."+string(role), nil))] = role
		}
	}
	return known, nil
}

// importPlaces reads places as `tripol import areas` does, from a file within the request size limit.
func importPlaces(c *call, file []byte) (areas.Report, error) {
	who := c.session.Actor
	return areas.Import(c.context(), c.server.takeAs(who), strings.NewReader(string(file)), areas.Options{
		Level: area.Level(c.Query("level")), Code: c.Query("code"), Name: c.Query("name"), NameBN: c.Query("name_bn"),
		NameHI: c.Query("name_hi"),
		Parent: c.Query("parent"), Issuer: c.Query("issuer"), Quality: area.Quality(c.Query("quality")),
		Encoding: tables.Encoding(c.Query("encoding")), Sheet: c.Query("sheet"),
		Parents: areas.FindParents(c.server.Store, who),
	})
}

// ShippedIn chooses districts of the gazetteer by their LGD codes.
type ShippedIn struct {
	Districts []string `json:"districts" nullable:"false" minItems:"1" maxItems:"30" maxLength:"10"`
	DryRun    bool     `json:"dry_run"`
}

// listShipped lists the districts whose places come with the program.
func listShipped(c *call) (districts []areas.ShippedDistrict, err error) {
	return districts, c.read(func(tx *db.Tx) error {
		districts, err = areas.ShippedDistricts(tx)
		return err
	})
}

// importShipped imports the places of the chosen districts as an import of a file does.
func importShipped(c *call, in ShippedIn) (areas.ShippedReport, error) {
	who := c.session.Actor
	return areas.ImportShipped(c.context(), c.server.Store, who, areas.ShippedOptions{
		Districts: in.Districts, DryRun: in.DryRun, Take: c.server.takeAs(who),
	})
}

// base returns the program's public URL, without a trailing slash.
func (c *call) base() string {
	if c.server.PublicURL != "" {
		return strings.TrimRight(c.server.PublicURL, "/")
	}
	return c.BaseURL()
}

// host returns the part of an address that a person types.
func host(base string) string {
	if u, err := url.Parse(base); err == nil && u.Host != "" {
		return u.Host + u.Path
	}
	return base
}
