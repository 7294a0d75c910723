using System.Text;

namespace Portfolio;

/// <summary>Ids are file names, so they are made of lower-case letters, digits and single dashes.</summary>
public static class Slug
{
    public static string From(string name)
    {
        var slug = new StringBuilder(name.Length);
        foreach (var character in name.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(character))
                slug.Append(character);
            else if (slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        }

        return slug.ToString().Trim('-') is { Length: > 0 } some ? some : "project";
    }

    public static bool IsSlug(string id) => id.Length is > 0 and <= 80 && From(id) == id;
}
