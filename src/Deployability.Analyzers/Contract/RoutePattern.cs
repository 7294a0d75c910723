namespace Deployability.Analyzers.Contract;

/// <summary>Compares the path of a request with the templates of routes, as ASP.NET Core does: without regard to case and to a slash at the end.</summary>
internal static class RoutePattern
{
    /// <summary>A path as it is compared: without query and fragment, with one slash in front and none at the end.</summary>
    public static string Normalise(string path)
    {
        var end = path.IndexOfAny(['?', '#']);
        return "/" + (end < 0 ? path : path.Substring(0, end)).Trim('/');
    }

    /// <summary>Whether a request for the path reaches the route.</summary>
    /// <param name="template"><c>/orders/{id:int}</c>, <c>/{**rest}</c>; a hole for a part that only run time knows.</param>
    /// <param name="path">Normalised.</param>
    public static bool Matches(string template, string path) => Matches(Segments(template), 0, Segments(path), 0);

    /// <summary>Whether the template stands at the end of the path, behind a prefix that nobody here knows.</summary>
    public static bool IsAtEnd(string template, string path)
    {
        var segments = Segments(path);
        for (var first = 0; first < segments.Length; first++)
        {
            if (Matches(Segments(template), 0, segments, first))
            {
                return true;
            }
        }

        return template.Trim('/').Length == 0;
    }

    private static bool Matches(string[] template, int at, string[] path, int from)
    {
        for (; at < template.Length; at++, from++)
        {
            var part = template[at];
            if (part.StartsWith("{*", StringComparison.Ordinal))
            {
                return true;
            }

            if (from >= path.Length)
            {
                return IsOptional(part) && Matches(template, at + 1, path, from);
            }

            if (!IsOpen(part) && !part.Equals(path[from], StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return from == path.Length;
    }

    private static bool IsOptional(string part) =>
        part.StartsWith("{", StringComparison.Ordinal) && (part.EndsWith("?}", StringComparison.Ordinal) || part.IndexOf('=') > 0);

    private static bool IsOpen(string part) => part.IndexOf('{') >= 0 || part.IndexOf(TracedValue.Hole) >= 0;

    private static string[] Segments(string path) => path.Split(['/'], StringSplitOptions.RemoveEmptyEntries);
}
