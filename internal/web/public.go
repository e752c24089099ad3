package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"html/template"

	"github.com/gofiber/fiber/v2"

	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/release"
	"tripol/internal/words"
)

// The public pages are rendered by the server and complete without scripts. They read releases only.

// publicScript is the build entry whose styles and script the pages link.
const publicScript = "src/public/main.ts"

//go:embed pages/*.html
var pageFiles embed.FS

var pages = template.Must(template.New("").ParseFS(pageFiles, "pages/*.html"))

// messages are loaded once; they are embedded in the program.
var messages = words.Shipped

// sentences returns the message catalogue in the installation's time zone.
func (s *Server) sentences() (*words.Catalogue, error) {
	catalogue, err := messages()
	if err != nil {
		return nil, err
	}
	return catalogue.In(s.zone()), nil
}

// view is the data of a page's template.
type view struct {
	Language  words.Language
	Zone      string // time zone of the installation
	Path      string // without the language
	Title     string
	Demo      bool
	Empty     bool // no account exists yet
	Script    string
	Styles    []string
	Campaigns []campaignView
	Campaign  *campaignView
	Trust     *trustView
	catalogue *words.Catalogue
}

// publicHome lists the campaigns of the newest release, or states that nothing has been published yet.
func publicHome(c *call) error {
	v, err := newView(c)
	if err != nil {
		return err
	}
	var published []release.Campaign
	err = c.read(func(tx *db.Tx) error {
		published, err = release.Published(tx)
		return err
	})
	if err != nil {
		return err
	}
	begun, err := isBegun(c)
	if err != nil {
		return err
	}
	v.Title, v.Empty = v.T("public.site"), !begun
	for _, one := range published {
		v.Campaigns = append(v.Campaigns, v.campaign(one))
	}
	words.SortBy(v.Campaigns, v.Language, func(one campaignView) string { return one.Name })
	return v.send(c, "home.html", fiber.StatusOK)
}

// publicCampaign shows one campaign of the newest release: headline, bar, map and table.
func publicCampaign(c *call) error {
	v, err := newView(c)
	if err != nil {
		return err
	}
	found, err := latest(c)
	if fault.Is(err, "not_found") {
		v.Title = v.T("public.missing_title")
		return v.send(c, "missing.html", fiber.StatusNotFound)
	}
	if err != nil {
		return err
	}
	shown := v.campaign(found)
	v.Title, v.Campaign = shown.Name, &shown
	return v.send(c, "campaign.html", fiber.StatusOK)
}

func latest(c *call) (found release.Campaign, err error) {
	err = c.read(func(tx *db.Tx) error {
		found, err = release.Latest(tx, c.param("slug"))
		return err
	})
	return found, err
}

// newView chooses the language: the link's, else the browser's.
func newView(c *call) (view, error) {
	catalogue, err := c.server.sentences()
	if err != nil {
		return view{}, err
	}
	language := words.Language(c.Query("lang"))
	if !language.Known() {
		language = words.Prefer(c.Get(fiber.HeaderAcceptLanguage))
	}
	v := view{
		Language: language, Zone: c.server.zone().String(), Path: c.Path(), Demo: c.server.Demo, catalogue: catalogue,
	}
	v.Script, v.Styles = c.server.assets.entry(publicScript)
	return v, nil
}

// send writes the page with its ETag. Pages change with a release and may be cached for a minute.
func (v view) send(c *call, page string, status int) error {
	var text bytes.Buffer
	if err := pages.ExecuteTemplate(&text, page, v); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "text/html; charset=utf-8")
	c.Set(fiber.HeaderContentLanguage, string(v.Language))
	c.Set(fiber.HeaderVary, fiber.HeaderAcceptLanguage)
	return sendPublic(c, text.Bytes(), status)
}

// sendPublic returns 304 where the browser's ETag matches.
func sendPublic(c *call, body []byte, status int) error {
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:12]) + `"`
	c.Set(fiber.HeaderETag, tag)
	c.Set(fiber.HeaderCacheControl, "public, max-age=60")
	if status == fiber.StatusOK && c.Get(fiber.HeaderIfNoneMatch) == tag {
		return c.SendStatus(fiber.StatusNotModified)
	}
	return c.Status(status).Send(body)
}
