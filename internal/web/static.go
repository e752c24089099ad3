package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"mime"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"
)

// assets is the built front end in memory: each file plain and compressed, with its own ETag.
type assets struct {
	files    map[string]asset
	manifest map[string]manifestEntry
}

type asset struct {
	plain     []byte
	kind, tag string
	// compressed on first use, so that the program starts immediately; nil when compression does not pay
	zipped func() []byte
}

type manifestEntry struct {
	File string   `json:"file"`
	CSS  []string `json:"css"`
}

// newAssets reads the build. A program built without its front end reports so on every page instead of failing to
// start.
//
// The pages of the apps contain the installation's time zone, so that screens use it, offline too.
func newAssets(built fs.FS, zone *time.Location) (*assets, error) {
	a := &assets{files: map[string]asset{}, manifest: map[string]manifestEntry{}}
	err := fs.WalkDir(built, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(name, ".gitkeep") {
			return err
		}
		content, err := fs.ReadFile(built, name)
		if err != nil {
			return err
		}
		if path.Base(name) == "index.html" {
			content = bytes.Replace(content, []byte("<html "), []byte(`<html data-time-zone="`+zone.String()+`" `), 1)
		}
		a.files[name] = newAsset(name, content)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if m, ok := a.files[".vite/manifest.json"]; ok {
		if err := json.Unmarshal(m.plain, &a.manifest); err != nil {
			return nil, fmt.Errorf("the front end's manifest: %w", err)
		}
	}
	return a, nil
}

func newAsset(name string, content []byte) asset {
	sum := sha256.Sum256(content)
	made := asset{plain: content, kind: mediaType(name), tag: `"` + hex.EncodeToString(sum[:12]) + `"`}
	for _, pays := range []string{"text/", "javascript", "json", "svg", "wasm"} {
		if strings.Contains(made.kind, pays) {
			made.zipped = sync.OnceValue(func() []byte { return zip(content) })
		}
	}
	return made
}

func mediaType(name string) string {
	switch path.Ext(name) {
	case ".wasm":
		return "application/wasm"
	case ".webmanifest":
		return "application/manifest+json"
	}
	if kind := mime.TypeByExtension(path.Ext(name)); kind != "" {
		return kind
	}
	return fiber.MIMEOctetStream
}

// zip compresses with gzip's best level; nil when it does not pay.
func zip(content []byte) []byte {
	var zipped bytes.Buffer
	w, err := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
	if err != nil {
		return nil
	}
	if _, err := w.Write(content); err != nil {
		return nil
	}
	if err := w.Close(); err != nil {
		return nil
	}
	if zipped.Len() >= len(content) {
		return nil
	}
	return zipped.Bytes()
}

// entry returns the script and the styles of a build entry, for pages rendered by the server.
func (a *assets) entry(source string) (script string, styles []string) {
	e, ok := a.manifest[source]
	if !ok {
		return "", nil
	}
	for _, css := range e.CSS {
		styles = append(styles, "/"+css)
	}
	return "/" + e.File, styles
}

// appPage serves the page of a browser app, which handles the path below it. Without a secure context, where browsers
// provide neither camera nor storage, it serves a page that explains that.
func appPage(name string) func(*call) error {
	return func(c *call) error {
		if !c.secureContext() {
			return plainPage(c)
		}
		page, ok := c.server.assets.files[name+"/index.html"]
		if !ok {
			return c.Status(fiber.StatusServiceUnavailable).
				SendString("This program was built without its screens. Build it with `make build`.\n")
		}
		c.Set(fiber.HeaderCacheControl, "no-cache")
		return c.file(page)
	}
}

// fieldFile serves a file of the field app under a fixed name: browsers revalidate it every time.
func fieldFile(name string) func(*call) error {
	return func(c *call) error {
		file, ok := c.server.assets.files["field/"+name]
		if !ok {
			return notFound("page")
		}
		c.Set(fiber.HeaderCacheControl, "no-cache")
		return c.file(file)
	}
}

// built serves a file of the build. Its name contains the digest of its content, so it may be cached for ever.
func built(c *call) error {
	file, ok := c.server.assets.files["assets/"+c.param("*")]
	if !ok {
		return notFound("page")
	}
	c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	return c.file(file)
}

// icon serves the build's favicon under a name that pages without a build can link.
func icon(c *call) error {
	for name, file := range c.server.assets.files {
		if strings.HasPrefix(name, "assets/icon-") && path.Ext(name) == ".svg" {
			c.Set(fiber.HeaderCacheControl, "public, max-age=86400")
			return c.file(file)
		}
	}
	return notFound("page")
}

func (c *call) file(a asset) error {
	c.Set(fiber.HeaderETag, a.tag)
	c.Set(fiber.HeaderContentType, a.kind)
	c.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	if c.Get(fiber.HeaderIfNoneMatch) == a.tag {
		return c.SendStatus(fiber.StatusNotModified)
	}
	if a.zipped != nil && c.acceptsGzip() {
		if smaller := a.zipped(); smaller != nil {
			c.Set(fiber.HeaderContentEncoding, "gzip")
			return c.Send(smaller)
		}
	}
	return c.Send(a.plain)
}

func (c *call) acceptsGzip() bool {
	return strings.Contains(c.Get(fiber.HeaderAcceptEncoding), "gzip")
}
