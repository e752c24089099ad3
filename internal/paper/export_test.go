package paper

// Paths returns the paths of all drawings of houses.
func Paths() (paths []string) {
	paths = append(paths, ground)
	for _, grades := range houses {
		for _, strokes := range grades {
			for _, s := range strokes {
				paths = append(paths, s.path)
			}
		}
	}
	return paths
}

// Operators converts a path of SVG to operators of PDF.
var Operators = operators
