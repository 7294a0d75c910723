using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Where a path begins.</summary>
internal enum PathRoot
{
    /// <summary>The content root, the web root, the base directory, the working directory, or a relative path.</summary>
    AppDirectory,

    /// <summary>A directory for temporary files.</summary>
    Temporary,

    /// <summary>An absolute path.</summary>
    Absolute,

    /// <summary>A path that configuration gives.</summary>
    Configured,
}

/// <summary>A path as far as the code tells it.</summary>
/// <param name="Root">Where it begins.</param>
/// <param name="Text">The path with '/', each part known only at run time being <see cref="TracedValue.Hole"/>; relative to the app's directory where it lies in it.</param>
/// <param name="Key">Configuration key that gives it; empty when none.</param>
/// <param name="Source">The expression that must change.</param>
internal sealed record FilePath(PathRoot Root, string Text, string Key, SyntaxNode Source)
{
    /// <summary>The folder of the app's directory below which a relative value of <see cref="Key"/> lies; empty where the code says none.</summary>
    public string Base { get; init; } = "";

    /// <summary>The text for people: parts of run time as <c>…</c>.</summary>
    public string Display => Text.Length == 0 ? "." : Text.Replace(TracedValue.Hole.ToString(), "…");
}

/// <summary>Knows how .NET code makes paths, and finds out where one begins.</summary>
internal static class FilePaths
{
    private const int MaxDepth = 10;

    private const string WebRoot = "wwwroot";

    /// <summary>Whether a path of the app's directory is the web root or lies in it.</summary>
    public static bool IsInWebRoot(string path) => path == WebRoot || path.StartsWith(WebRoot + "/", StringComparison.Ordinal);

    /// <returns>The path, or null when nobody can tell where it begins.</returns>
    public static FilePath? Resolve(IOperation? path, ProjectContext project) => Resolve(path, project, MaxDepth);

    /// <summary>What a path written as text is; null when it is none that begins somewhere known.</summary>
    public static FilePath? OfText(string text, SyntaxNode source)
    {
        text = text.Trim().Replace('\\', '/');
        if (text.Length == 0 || text[0] is TracedValue.Hole or '%' or '~' or '$' or '{' || text.Contains("://"))
        {
            return null;
        }

        if (text[0] == '/' || (text.Length > 1 && text[1] == ':'))
        {
            var isTemporary =
                text.StartsWith("/tmp", StringComparison.Ordinal)
                || text.StartsWith("/var/tmp", StringComparison.Ordinal)
                || text.StartsWith("/dev/", StringComparison.Ordinal);
            return new FilePath(isTemporary ? PathRoot.Temporary : PathRoot.Absolute, text, "", source);
        }

        text = text.Replace("|DataDirectory|", "").TrimStart('/');
        while (text.StartsWith("./", StringComparison.Ordinal))
        {
            text = text.Substring(2);
        }

        return new FilePath(PathRoot.AppDirectory, text, "", source);
    }

    private static FilePath? Resolve(IOperation? path, ProjectContext project, int depth)
    {
        if (path is null || depth == 0)
        {
            return null;
        }

        path = path.Unwrap();
        if (path.ConstantValue is { HasValue: true, Value: string text })
        {
            return OfText(text, project.Values.Trace(path) is [var literal] ? literal.Literal : path.Syntax);
        }

        switch (path)
        {
            case ILocalReferenceOperation local:
                return LocalValues.SingleValue(local.Local, local) is { } value && value.Unwrap() != local
                    ? Resolve(value, project, depth - 1)
                    : null;
            case IParameterReferenceOperation { Parameter: { Type.SpecialType: SpecialType.System_String } parameter }:
                return OfParameter(parameter, project, depth);
            case IFieldReferenceOperation field:
                return OfMember(field.Field, project, depth);
            case IPropertyReferenceOperation property:
                return OfProperty(property, project, depth);
            case IInvocationOperation call:
                return OfCall(call, project, depth);
            case IObjectCreationOperation creation
                when creation.Type?.Name is "FileInfo" or "DirectoryInfo" && creation.Type.IsInNamespace("System.IO"):
                return Resolve(creation.Argument(0), project, depth - 1);
            case IInterpolatedStringOperation { Parts: [var first, ..] } interpolated:
                return OfParts(
                    first is IInterpolationOperation hole ? hole.Expression : ((first as IInterpolatedStringTextOperation)?.Text),
                    TextOf(interpolated.Parts),
                    path.Syntax,
                    project,
                    depth
                );
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } add:
                return OfConcatenation(add, project, depth);
            // private string Folder => field ??= Path.Combine(environment.WebRootPath, "posts");
            case ICoalesceAssignmentOperation lazily:
                return Resolve(lazily.Value, project, depth - 1);
            case ICoalesceOperation coalesce:
                return Resolve(coalesce.Value, project, depth - 1) is { } known ? known : null;
            case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                return
                    Resolve(conditional.WhenTrue, project, depth - 1) is { } left
                    && Resolve(whenFalse, project, depth - 1) is { } right
                    && left.Root == right.Root
                    ? left
                    : null;
            default:
                return null;
        }
    }

    private static FilePath? OfCall(IInvocationOperation call, ProjectContext project, int depth)
    {
        if (ConfigurationReads.TryRecognise(call) is { } read)
        {
            return new FilePath(PathRoot.Configured, "", read.Key, call.Syntax);
        }

        var type = call.TargetMethod.ContainingType;
        switch (call.TargetMethod.Name)
        {
            case "Combine" or "Join" when type.Is("System.IO", "Path"):
                var parts = PartsOf(call);
                for (var i = 1; i < parts.Count; i++)
                {
                    // An absolute part replaces all before it: whoever configures it says where.
                    if (Resolve(parts[i], project, depth - 1) is { Root: PathRoot.Configured } configured)
                    {
                        return configured with { Base = BaseOf(parts.Take(i).ToList(), project, depth) };
                    }
                }

                return parts.Count == 0 || Resolve(parts[0], project, depth - 1) is not { } root
                    ? null
                    : root with
                    {
                        Text = Join(root.Text, parts.Skip(1), project),
                        Source = root.Root == PathRoot.AppDirectory ? call.Syntax : root.Source,
                    };
            case "GetFullPath" when type.Is("System.IO", "Path"):
                return Resolve(call.Argument("basePath") ?? call.Argument(0), project, depth - 1);
            case "GetDirectoryName" when type.Is("System.IO", "Path"):
                return Resolve(call.Argument(0), project, depth - 1) is { } file ? file with { Text = Parent(file.Text) } : null;
            case "GetTempPath" or "GetTempFileName" when type.Is("System.IO", "Path"):
            case "CreateTempSubdirectory" when type.Is("System.IO", "Directory"):
                return new FilePath(PathRoot.Temporary, "", "", call.Syntax);
            case "GetCurrentDirectory" when type.Is("System.IO", "Directory"):
                return new FilePath(PathRoot.AppDirectory, "", "", call.Syntax);
            case "CreateDirectory" when type.Is("System.IO", "Directory"):
                return Resolve(call.Argument(0), project, depth - 1);
            case "Replace" or "Trim" or "TrimEnd" or "ToLower" or "ToLowerInvariant" or "ToString" when call.Instance is not null:
                return Resolve(call.Instance, project, depth - 1);
            default:
                return OfReturned(call.TargetMethod, project, depth);
        }
    }

    private static string BaseOf(List<IOperation> parts, ProjectContext project, int depth) =>
        Resolve(parts[0], project, depth - 1) is { Root: PathRoot.AppDirectory } root
        && Join(root.Text, parts.Skip(1), project) is var text
        && text.IndexOf(TracedValue.Hole) < 0
            ? text
            : "";

    // string PathOf(Post post) => Path.Combine(folder, post.Id + ".xml");
    private static FilePath? OfReturned(IMethodSymbol method, ProjectContext project, int depth)
    {
        if (
            method.ReturnType.SpecialType != SpecialType.System_String
            || method.IsVirtual
            || method.DeclaringSyntaxReferences is not [var reference]
        )
        {
            return null;
        }

        var body = reference.GetSyntax(Cancellation.Token) switch
        {
            MethodDeclarationSyntax declared => (declared.ExpressionBody?.Expression, declared.Body),
            LocalFunctionStatementSyntax local => (local.ExpressionBody?.Expression, local.Body),
            _ => default,
        };
        var returned =
            body.Expression
            ?? (body.Body?.DescendantNodes().OfType<ReturnStatementSyntax>().Take(2).ToList() is [{ Expression: { } only }] ? only : null);
        return returned is null ? null : Resolve(project.OperationOf(returned), project, depth - 1);
    }

    private static FilePath? OfProperty(IPropertyReferenceOperation property, ProjectContext project, int depth)
    {
        if (ConfigurationReads.TryRecognise(property) is { } read)
        {
            return new FilePath(PathRoot.Configured, "", read.Key, property.Syntax);
        }

        var type = property.Property.ContainingType;
        var isAppDirectory = property.Property.Name switch
        {
            // Also where an app keeps them for itself: GlobalConfiguration.WebRootPath = builder.Environment.WebRootPath.
            "ContentRootPath" or "WebRootPath" => property.Type?.SpecialType == SpecialType.System_String,
            "BaseDirectory" => type.Is("System", "AppContext") || type.Is("System", "AppDomain"),
            "CurrentDirectory" => type.Is("System", "Environment"),
            "Location" => type.Is("System.Reflection", "Assembly"),
            _ => false,
        };
        if (isAppDirectory)
        {
            // The web root is a folder of the content root.
            return new FilePath(PathRoot.AppDirectory, property.Property.Name == "WebRootPath" ? WebRoot : "", "", property.Syntax);
        }

        // new SqliteConnectionStringBuilder(configuration["…"]).DataSource
        if (property.Property.Name is "DataSource" && type.Name.EndsWith("ConnectionStringBuilder", StringComparison.Ordinal))
        {
            var builder = property.Instance?.Unwrap();
            builder = builder is ILocalReferenceOperation local ? LocalValues.SingleValue(local.Local, local)?.Unwrap() : builder;
            return
                builder is IObjectCreationOperation { Arguments.Length: > 0 } creation
                && Resolve(creation.Argument(0), project, depth - 1) is { Root: PathRoot.Configured } given
                ? given
                : null;
        }

        if (property.Property.Name is "FullName" && type.IsInNamespace("System.IO"))
        {
            return Resolve(property.Instance, project, depth - 1);
        }

        if (OptionsClasses.IsBound(type, project) || OptionsClasses.IsOptionsValue(property.Instance))
        {
            return OptionsClasses.KeyFor(property.Property, project) is { Length: > 0 } key
                ? new FilePath(PathRoot.Configured, "", key, property.Syntax)
                : null;
        }

        return OfMember(property.Property, project, depth);
    }

    // class NoteStore(string folder), new NoteStore(Path.Combine(environment.ContentRootPath, "notes")): what all who make one give it.
    private static FilePath? OfParameter(IParameterSymbol parameter, ProjectContext project, int depth)
    {
        FilePath? only = null;
        foreach (var given in CreatedValues.Of(parameter, project))
        {
            if (Resolve(given, project, depth - 1) is not { } path || only is not null && only.Root != path.Root)
            {
                return null;
            }

            only ??= path;
        }

        return only;
    }

    private static FilePath? OfMember(ISymbol member, ProjectContext project, int depth)
    {
        if (OptionsClasses.IsBound(member.ContainingType, project) || member.DeclaringSyntaxReferences is not [var reference])
        {
            return null;
        }

        var declaration = reference.GetSyntax(Cancellation.Token);
        var value = declaration switch
        {
            VariableDeclaratorSyntax declarator => declarator.Initializer?.Value,
            PropertyDeclarationSyntax property => property.Initializer?.Value ?? property.ExpressionBody?.Expression,
            _ => null,
        };
        value ??= OnlyAssignment(member, declaration);
        return value is null ? null : Resolve(project.OperationOf(value), project, depth - 1);
    }

    // _folder = Path.Combine(environment.ContentRootPath, "uploads") in the constructor.
    private static ExpressionSyntax? OnlyAssignment(ISymbol member, SyntaxNode declaration)
    {
        ExpressionSyntax? only = null;
        foreach (var node in declaration.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.DescendantNodes() ?? [])
        {
            if (node is AssignmentExpressionSyntax assignment && assignment.Left.NameOfMember() == member.Name)
            {
                if (only is not null)
                {
                    return null;
                }

                only = assignment.Right;
            }
        }

        return only;
    }

    private static FilePath? OfConcatenation(IBinaryOperation add, ProjectContext project, int depth)
    {
        var parts = new List<IOperation>();
        Flatten(add, parts);
        return OfParts(parts[0], Join("", parts, project, separator: ""), add.Syntax, project, depth);
    }

    private static void Flatten(IOperation operation, List<IOperation> parts)
    {
        if (operation.Unwrap() is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } add)
        {
            Flatten(add.LeftOperand, parts);
            Flatten(add.RightOperand, parts);
        }
        else
        {
            parts.Add(operation);
        }
    }

    // The first part says where the path begins.
    private static FilePath? OfParts(IOperation? first, string text, SyntaxNode source, ProjectContext project, int depth)
    {
        if (first is null || Resolve(first, project, depth - 1) is not { } root)
        {
            return null;
        }

        if (first.Unwrap().ConstantValue.HasValue)
        {
            return OfText(text, source);
        }

        var rest = text.Length > 0 && text[0] == TracedValue.Hole ? text.Substring(1) : text;
        return root with { Text = root.Text + rest.Replace('\\', '/'), Source = root.Root == PathRoot.AppDirectory ? source : root.Source };
    }

    private static string TextOf(IEnumerable<IInterpolatedStringContentOperation> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(
                part switch
                {
                    IInterpolatedStringTextOperation { Text.ConstantValue: { HasValue: true, Value: string literal } } => literal,
                    IInterpolationOperation { Expression.ConstantValue: { HasValue: true, Value: var constant } } => constant?.ToString()
                        ?? "",
                    _ => TracedValue.Hole.ToString(),
                }
            );
        }

        return text.ToString();
    }

    private static List<IOperation> PartsOf(IInvocationOperation call)
    {
        var parts = new List<IOperation>();
        foreach (var argument in call.Arguments)
        {
            if (argument.Value.Unwrap() is IArrayCreationOperation { Initializer: { } elements })
            {
                parts.AddRange(elements.ElementValues);
            }
            else if (argument.Value.Unwrap() is ICollectionExpressionOperation collection)
            {
                parts.AddRange(collection.Elements);
            }
            else
            {
                parts.Add(argument.Value);
            }
        }

        return parts;
    }

    private static string Join(string root, IEnumerable<IOperation> parts, ProjectContext project, string separator = "/")
    {
        foreach (var part in parts)
        {
            var text =
                part.Unwrap().ConstantValue is { HasValue: true, Value: string constant } ? constant
                : project.Values.Trace(part) is [{ Role: ValueRole.Fixed } only] ? only.Text
                : TracedValue.Hole.ToString();
            text = text.Replace('\\', '/');
            root = separator.Length == 0 || root.Length == 0 ? root + text : root.TrimEnd('/') + separator + text.TrimStart('/');
        }

        return root;
    }

    private static string Parent(string text)
    {
        var slash = text.LastIndexOf('/');
        return slash > 0 ? text.Substring(0, slash) : "";
    }
}
