using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows paths that one machine has, and the file APIs that take paths.</summary>
internal static class LocalPaths
{
    /// <summary>Whether the text is, or begins, a path with a drive letter, a UNC share, or somebody's home directory.</summary>
    public static bool IsMachineSpecific(string text) => text.Length > 4 && (IsOnDrive(text) || IsShare(text) || IsHome(text));

    /// <summary>Where in the text of a file, as it is written, a path that one machine has may begin or stand; a file without such places has none.</summary>
    public static IEnumerable<int> PositionsIn(string source) =>
        PositionsOf(source, @":\")
            // No URL.
            .Concat(PositionsOf(source, ":/").Where(position => position + 2 < source.Length && source[position + 2] != '/'))
            // A share begins its text, whether the literal or what follows a hole.
            .Concat(
                PositionsOf(source, @"\\")
                    .Where(position =>
                        position > 0 && source[position - 1] is var before && (before is '"' or '}' || char.IsWhiteSpace(before))
                    )
            )
            .Concat(PositionsOf(source, "/home/"))
            .Concat(PositionsOf(source, "/Users/"));

    private static IEnumerable<int> PositionsOf(string source, string part)
    {
        for (
            var position = source.IndexOf(part, StringComparison.Ordinal);
            position >= 0;
            position = source.IndexOf(part, position + 1, StringComparison.Ordinal)
        )
        {
            yield return position;
        }
    }

    /// <summary>Whether the text may be a path in a home directory of macOS or Linux, or a route below <c>/Users</c>: its use tells.</summary>
    public static bool MayBeHome(string text)
    {
        if (
            !text.StartsWith("/Users/", StringComparison.Ordinal) && !text.StartsWith("/home/", StringComparison.Ordinal)
            || !IsPlainPath(text, 0)
        )
        {
            return false;
        }

        var segments = text.Split('/');
        return segments.Length > 3
            && segments[2].Length > 1
            && segments[2] is not ("app" or "site" or "Shared")
            && segments[3].Length > 0
            && text.IndexOf('{') < 0
            && text.IndexOf(' ') < 0;
    }

    /// <summary>Whether what the value is given to says by its name that it holds a path: <c>ReportsFolder = …</c>.</summary>
    public static bool IsNamedForPath(IOperation literal)
    {
        for (
            var node = literal.Syntax.Parent;
            node
                is not null
                    and not (StatementSyntax or MemberDeclarationSyntax and not FieldDeclarationSyntax and not PropertyDeclarationSyntax);
            node = node.Parent
        )
        {
            var name = node switch
            {
                VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
                PropertyDeclarationSyntax property => property.Identifier.ValueText,
                AssignmentExpressionSyntax assignment => assignment.Left.NameOfMember(),
                _ => null,
            };
            if (name is not null)
            {
                return Array.Exists(PathEndings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
            }
        }

        return false;
    }

    /// <summary>Whether the text shows what a path looks like, as help texts and payloads for trying out do.</summary>
    public static bool IsPlaceholder(string text) =>
        Array.Exists(PlaceholderParts, part => text.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary>Whether the path is that of Windows' own programs, which stand in what is said about other machines: commands for them, rules about their processes.</summary>
    public static bool IsOfWindows(string text) =>
        text.Length > 3 && Array.Exists(WindowsFolders, folder => text.IndexOf(folder, 2, StringComparison.OrdinalIgnoreCase) == 2);

    /// <summary>Whether a part of a relative path is separated by a backslash.</summary>
    public static bool HasBackslash(string path) =>
        path.IndexOf('\\') >= 0
        && path.Length > 1
        && !IsOnDrive(path)
        && !IsDriveRoot(path)
        && !path.StartsWith(@"\\", StringComparison.Ordinal)
        && path.IndexOf('\n') < 0;

    /// <summary>Whether a method or constructor takes a path.</summary>
    public static bool MayTake(IMethodSymbol method) => method.Parameters.Any(TakesPath);

    /// <summary>Whether a parameter takes the path of a file or directory: of <c>System.IO</c>, file providers, configuration files, content roots.</summary>
    public static bool TakesPath(IParameterSymbol parameter)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol method)
        {
            return false;
        }

        var type = method.ContainingType;
        if (
            type.Is("System.IO", "Path")
            || type.Is("System.IO", "File")
            || type.Is("System.IO", "Directory")
            || type.Is("System.IO", "FileInfo")
            || type.Is("System.IO", "DirectoryInfo")
            || type.Is("System.IO", "FileStream")
            || type.Is("System.IO", "StreamReader")
            || type.Is("System.IO", "StreamWriter")
            || type.Is("System.IO", "FileSystemWatcher")
        )
        {
            return IsPathName(parameter.Name);
        }

        return method.Name switch
        {
            "PhysicalFile" or "AddJsonFile" or "AddXmlFile" or "AddIniFile" or "SetBasePath" or "UseContentRoot" or "UseWebRoot" =>
                IsPathName(parameter.Name) || parameter.Name is "contentRoot" or "webRoot" or "basePath",
            ".ctor" => type.Is("Microsoft.Extensions.FileProviders", "PhysicalFileProvider") && parameter.Name == "root",
            _ => false,
        };
    }

    /// <summary>Names the configuration key for a path by what the code calls it, else by the path's own last part: <c>Paths:Reports</c>.</summary>
    public static string KeyFor(IOperation literal) => "Paths:" + (NameInCode(literal) ?? NameInPath(FirstText(literal)) ?? "Data");

    private static string? NameInCode(IOperation literal)
    {
        for (var node = literal.Syntax.Parent; node is not null and not (StatementSyntax or MemberDeclarationSyntax); node = node.Parent)
        {
            switch (node)
            {
                case VariableDeclaratorSyntax variable:
                    return Clean(variable.Identifier.ValueText);
                case AssignmentExpressionSyntax { Left: IdentifierNameSyntax name }:
                    return Clean(name.Identifier.ValueText);
                case AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax member }:
                    return Clean(member.Name.Identifier.ValueText);
            }
        }

        return literal.Syntax.FirstAncestorOrSelf<MemberDeclarationSyntax>() is PropertyDeclarationSyntax property
            ? Clean(property.Identifier.ValueText)
            : null;
    }

    /// <summary>What the identifier says beside that it is a path; null when it says only that.</summary>
    private static string? Clean(string identifier)
    {
        var name = identifier.TrimStart('_');
        foreach (var suffix in PathEndings)
        {
            if (name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            {
                name = name.Substring(0, name.Length - suffix.Length);
                break;
            }
        }

        return Name(name);
    }

    private static string? NameInPath(string path)
    {
        var last = path.Substring(path.LastIndexOfAny(['\\', '/']) + 1);
        return Name(last.IndexOf('.') is var dot and > 0 ? last.Substring(0, dot) : last);
    }

    /// <summary>The text of a literal; of an interpolation what stands first in it.</summary>
    private static string FirstText(IOperation value) =>
        value switch
        {
            IInterpolatedStringOperation { Parts: [IInterpolatedStringTextOperation text, ..] } => FirstText(text.Text),
            { ConstantValue: { HasValue: true, Value: string text } } => text,
            _ => "",
        };

    /// <summary>Letters and digits alone, each word with a capital; null when they make no name.</summary>
    private static string? Name(string text)
    {
        var name = new StringBuilder(text.Length);
        var begins = true;
        foreach (var character in text)
        {
            if (char.IsLetterOrDigit(character))
            {
                name.Append(begins ? char.ToUpperInvariant(character) : character);
            }

            begins = !char.IsLetterOrDigit(character);
        }

        return name.Length > 1 && char.IsLetter(name[0]) ? name.ToString() : null;
    }

    private static readonly string[] PathEndings = ["Path", "Directory", "Dir", "Folder", "FileName", "File", "Root", "Location"];

    private static readonly string[] WindowsFolders = [@"\Windows\System32", @"\Windows\SysWOW64", @"\Windows\Microsoft.NET"];

    private static readonly string[] PlaceholderParts = [@"path\to", "path/to", "testpath", "example", @"\your", "/your"];

    private static bool IsPathName(string name) =>
        name.IndexOf("path", StringComparison.OrdinalIgnoreCase) >= 0
        || name.EndsWith("fileName", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("FileName", StringComparison.Ordinal)
        || name is "directory";

    private static bool IsDriveRoot(string text) => text.Length == 3 && text[1] == ':' && char.IsLetter(text[0]);

    // C:\data, d:/data; a letter and "://" is no drive.
    private static bool IsOnDrive(string text) =>
        text.Length > 3
        && char.ToUpperInvariant(text[0]) is >= 'A' and <= 'Z'
        && text[1] == ':'
        && (text[2] is '\\' or '/')
        && text[3] != '/'
        && IsPlainPath(text, 3);

    // \\server\share; \\.\pipe and \\?\ belong to the system.
    private static bool IsShare(string text)
    {
        if (!text.StartsWith(@"\\", StringComparison.Ordinal) || !char.IsLetterOrDigit(text[2]))
        {
            return false;
        }

        var end = text.IndexOf('\\', 2);
        return end > 3 && end + 1 < text.Length && char.IsLetterOrDigit(text[end + 1]) && IsPlainPath(text, 2) && !IsEscape(text, end);
    }

    // \\d+\s of a regular expression: one letter between the backslashes.
    private static bool IsEscape(string text, int end) => end == 3 && text.IndexOfAny(['+', '*', '(', '[', '^']) >= 0;

    private static bool IsHome(string text)
    {
        if (!text.StartsWith("/home/", StringComparison.Ordinal) && !text.StartsWith("/Users/", StringComparison.Ordinal))
        {
            return false;
        }

        var segments = text.Split('/');
        return segments.Length > 3
            && segments[2] is not ("app" or "site")
            && segments[3]
                is "Desktop"
                    or "Documents"
                    or "Downloads"
                    or "Library"
                    or "Pictures"
                    or "projects"
                    or "Projects"
                    or "source"
                    or "src"
                    or "repos"
                    or "dev"
                    or "code"
                    or "work"
                    or "workspace"
                    or "git"
                    or "data";
    }

    private static bool IsPlainPath(string text, int start) =>
        text.IndexOfAny(['\n', '\r', '\t', '"', '<', '>', '|', '*', '?', ':', '^'], start) < 0
        && text.IndexOf(". ", StringComparison.Ordinal) < 0;
}
