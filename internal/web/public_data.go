package web

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"tripol/internal/campaign"
	"tripol/internal/release"
)

// publicData returns the campaign's table as CSV: the same cells as the page, with "few" in words.
func publicData(c *call) error {
	found, err := latest(c)
	if err != nil {
		return err
	}
	body, err := table(found, c.server.zone())
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+found.Slug+`.csv"`)
	return sendPublic(c, body, fiber.StatusOK)
}

func table(c release.Campaign, zone *time.Location) ([]byte, error) {
	head := []string{"release", "published_on", "k", "area", "name", "homes_planned"}
	for _, step := range campaign.Stages {
		head = append(head, "homes_"+string(step))
	}
	head = append(head, "families_registered", "houses_part_damaged", "houses_severe", "families_served",
		"name_bn", "name_hi")
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	lines := [][]string{head}
	for _, b := range c.Blocks {
		line := []string{
			strconv.FormatInt(c.Release, 10), c.PublishedAt.In(zone).Format(time.DateOnly), strconv.FormatInt(c.K, 10),
			string(b.Area), harmless(b.Name), b.Homes.Planned.String(),
		}
		for _, step := range campaign.Stages {
			cell := release.Few
			if b.Homes.Planned.Shown() {
				cell = release.Cell(b.Homes.Steps[step])
			}
			line = append(line, cell.String())
		}
		lines = append(lines, append(line, b.Families.Registered.String(), b.Families.Part.String(),
			b.Families.Severe.String(), b.Families.Served.String(), harmless(b.NameBN), harmless(b.NameHI)))
	}
	if err := w.WriteAll(lines); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// harmless escapes text that a spreadsheet would read as a formula.
func harmless(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}
