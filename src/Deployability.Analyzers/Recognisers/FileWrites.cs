using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows the calls that write files or make directories.</summary>
internal static class FileWrites
{
    private const string IO = "System.IO";

    /// <summary>Names of methods and types that may write, for a filter on syntax.</summary>
    public static bool MayWrite(string name) =>
        IsSave(name)
        || name
            is "WriteAllText"
                or "WriteAllTextAsync"
                or "WriteAllBytes"
                or "WriteAllBytesAsync"
                or "WriteAllLines"
                or "WriteAllLinesAsync"
                or "AppendAllText"
                or "AppendAllTextAsync"
                or "AppendAllLines"
                or "AppendAllLinesAsync"
                or "AppendAllBytes"
                or "AppendAllBytesAsync"
                or "AppendText"
                or "Create"
                or "CreateText"
                or "OpenWrite"
                or "Open"
                or "OpenHandle"
                or "Copy"
                or "Move"
                or "Replace"
                or "CopyTo"
                or "MoveTo"
                or "CreateDirectory"
                or "CreateSubdirectory"
                or "CreateFromDirectory"
                or "ExtractToDirectory"
                or "ExtractToFile"
                or "PersistKeysToFileSystem"
                or "FileStream"
                or "StreamWriter";

    /// <summary>Whether a call may write, by its names; <c>text.Replace(…)</c> and <c>Order.Create(…)</c> are told apart by what stands before them.</summary>
    public static bool MayWrite(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name, Expression: var target }
        && MayWrite(name)
        && name switch
        {
            "Replace" => target.NameOfMember() is "File",
            // A class of another name makes or opens something else; an object may be a FileInfo.
            "Create" or "Open" or "Copy" or "Move" => target.NameOfMember() is "File" or "Directory"
                || target is not SimpleNameSyntax { Identifier.ValueText: var type }
                || !char.IsUpper(type, 0),
            _ => !(IsSave(name) && IsWithoutArguments(call)),
        };

    /// <summary>The same for any node: a call, or the creation of a stream.</summary>
    public static bool MayWrite(SyntaxNode node) =>
        node switch
        {
            InvocationExpressionSyntax call => MayWrite(call),
            ObjectCreationExpressionSyntax { Type: var type } => type.NameOfMember() is "FileStream" or "StreamWriter",
            _ => false,
        };

    /// <summary>The fact of a write; null when nobody can tell the place. What a call adds to the path at run time is left out.</summary>
    public static FileWriteFact? FactOf(IOperation written, ProjectContext project, FactSource source)
    {
        if (FilePaths.Resolve(written, project) is not { } path)
        {
            return null;
        }

        return path switch
        {
            { Root: PathRoot.Configured } => new FileWriteFact(
                source,
                FilePaths.IsInWebRoot(path.Base) ? path.Base : "",
                path.Key,
                FileWriteKind.Data,
                IsFile: path.Text.Length == 0 && !IsFolder(written)
            ),
            { Root: PathRoot.Temporary } => new FileWriteFact(
                source,
                path.Text.Length == 0 ? "/tmp"
                    : path.Text[0] == '/' ? Known(path.Text)
                    : "/tmp/" + Known(path.Text),
                "",
                FileWriteKind.Temporary
            ),
            { Root: PathRoot.Absolute, Text: ['/', not '/', ..] } or { Root: PathRoot.AppDirectory } => new FileWriteFact(
                source,
                Known(path.Text),
                "",
                KindOf(path)
            ),
            // A drive letter or a share exists on one machine only.
            _ => null,
        };
    }

    // What is made or filled as a folder; everything else is opened by the path itself.
    private static bool IsFolder(IOperation written)
    {
        if (written.Type?.Name == "DirectoryInfo")
        {
            return true;
        }

        var use = written.Parent;
        while (use is IConversionOperation or IParenthesizedOperation or IArgumentOperation)
        {
            use = use.Parent;
        }

        return use is IInvocationOperation { TargetMethod: { Name: var name, ContainingType.Name: var type } }
            && (type is "Directory" or "DirectoryInfo" || name is "ExtractToDirectory" or "PersistKeysToFileSystem");
    }

    /// <summary>What is known of a path: up to the part that only run time knows, without it the folder before.</summary>
    internal static string Known(string text)
    {
        var hole = text.IndexOf(TracedValue.Hole);
        if (hole < 0)
        {
            return text;
        }

        var slash = text.LastIndexOf('/', hole);
        return slash > 0 ? text.Substring(0, slash) : "";
    }

    /// <returns>The path that the operation writes to, or null when it writes nothing.</returns>
    public static IOperation? TryRecognise(IOperation operation) =>
        operation switch
        {
            IInvocationOperation call when MayWrite(call.TargetMethod.Name) => OfCall(call),
            IObjectCreationOperation { Type: { Name: "FileStream" } type } creation when type.Is(IO, "FileStream") => OfStream(creation),
            IObjectCreationOperation { Type: { Name: "StreamWriter" } type } creation when type.Is(IO, "StreamWriter") => creation.Argument(
                0
            )
                is { Type.SpecialType: SpecialType.System_String } path
                ? path
                : null,
            _ => null,
        };

    /// <summary>Whether a method may write, whatever it is given.</summary>
    public static bool MayWrite(IMethodSymbol method) =>
        method.MethodKind == MethodKind.Constructor
        || method.IsInNamespace(IO)
        || method.Name == "PersistKeysToFileSystem"
        || IsSave(method.Name) && (method.ReducedFrom ?? method).Parameters.Any(NamesFile);

    /// <summary>What is written, by the words of the path: logs and temporary files say so.</summary>
    public static FileWriteKind KindOf(FilePath path)
    {
        if (path.Root == PathRoot.Temporary)
        {
            return FileWriteKind.Temporary;
        }

        foreach (var segment in path.Text.ToLowerInvariant().Split('/'))
        {
            if (
                segment is "log" or "logs"
                || segment.EndsWith(".log", StringComparison.Ordinal)
                || segment.StartsWith("log-", StringComparison.Ordinal)
                || segment is "log.txt" or "logs.txt" or "errors.txt"
            )
            {
                return FileWriteKind.Log;
            }

            if (
                segment is "temp" or "tmp" or "cache" or ".cache"
                || segment.EndsWith(".tmp", StringComparison.Ordinal)
                || segment.EndsWith(".temp", StringComparison.Ordinal)
            )
            {
                return FileWriteKind.Temporary;
            }
        }

        return FileWriteKind.Data;
    }

    /// <summary>Whether a path leads into a folder for what was fetched or computed once: it may be lost, and still must be writable.</summary>
    public static bool IsCache(FilePath path) =>
        path.Root == PathRoot.AppDirectory
        && path.Text.Split('/')
            .Any(static segment =>
                segment.Equals("cache", StringComparison.OrdinalIgnoreCase) || segment.Equals(".cache", StringComparison.OrdinalIgnoreCase)
            );

    private static IOperation? OfCall(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        var type = method.ContainingType;
        if (type.Is(IO, "File"))
        {
            return method.Name switch
            {
                "Copy" or "Move" or "Replace" => call.Argument(1),
                "Open" or "OpenHandle" => Opens(call.Arguments) ? call.Argument(0) : null,
                _ => call.Argument(0),
            };
        }

        if (type.Is(IO, "Directory"))
        {
            return method.Name == "CreateDirectory" ? call.Argument(0)
                : method.Name == "Move" ? call.Argument(1)
                : null;
        }

        if (type.Is(IO, "FileInfo") || type.Is(IO, "DirectoryInfo"))
        {
            return method.Name switch
            {
                "CopyTo" or "MoveTo" => call.Argument(0),
                "Open" => Opens(call.Arguments) ? call.Instance : null,
                _ => call.Instance,
            };
        }

        return method.Name switch
        {
            "CreateFromDirectory" when type.Is("System.IO.Compression", "ZipFile") => call.Argument("destinationArchiveFileName"),
            "ExtractToDirectory" when type.IsInNamespace("System.IO.Compression") => call.Argument("destinationDirectoryName"),
            "ExtractToFile" when type.IsInNamespace("System.IO.Compression") => call.Argument("destinationFileName"),
            "PersistKeysToFileSystem" => call.Argument("directory"),
            // Of images, documents and workbooks, whichever library makes them.
            var name when IsSave(name) && !IsOfStorage(call.Receiver()?.Type) => call
                .Arguments.FirstOrDefault(static argument =>
                    argument is { ArgumentKind: not ArgumentKind.DefaultValue, Parameter: { } parameter } && NamesFile(parameter)
                )
                ?.Value,
            _ => null,
        };
    }

    // image.Save, workbook.SaveAs, bitmap.SaveAsPngAsync, document.GeneratePdf, client.DownloadFile; not db.SaveChanges.
    private static bool IsSave(string name) =>
        name.StartsWith("Save", StringComparison.Ordinal) && !name.StartsWith("SaveChanges", StringComparison.Ordinal)
        || name
            is "GeneratePdf"
                or "GenerateXps"
                or "WriteToFile"
                or "WriteToFileAsync"
                or "ExportToFile"
                or "ExportToFileAsync"
                or "DownloadFile"
                or "DownloadFileTaskAsync";

    // storage.SaveFileAsync("maps/a.json", …): the path is a key, and what keeps it is configured elsewhere.
    private static bool IsOfStorage(ITypeSymbol? type) =>
        type is not null
        && (
            type.Name.Contains("Storage")
            || type.Name.Contains("Store")
            || type.Name.Contains("Blob")
            || type.Name.Contains("Bucket")
            || type.Name.Contains("FileSystem")
            || type.Name.Contains("Ftp")
        );

    /// <summary>Whether a call, as written, gives away no path: it saves what only objects and a token of cancellation go with.</summary>
    public static bool IsSaveOfNoFile(SyntaxNode node) =>
        node is InvocationExpressionSyntax call
        && IsSave(call.Expression.NameOfMember() ?? "")
        && call.ArgumentList.Arguments.All(static argument => IsNoPath(argument.Expression));

    private static bool IsNoPath(ExpressionSyntax argument) =>
        argument switch
        {
            LambdaExpressionSyntax => true,
            IdentifierNameSyntax { Identifier.ValueText: "cancellationToken" or "stoppingToken" or "ct" } => true,
            MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "CancellationToken" } } => true,
            IdentifierNameSyntax name => TypeOfParameter(name) is { } type && !MayHoldPath(type),
            _ => argument.Kind()
                is SyntaxKind.DefaultLiteralExpression
                    or SyntaxKind.TrueLiteralExpression
                    or SyntaxKind.FalseLiteralExpression
                    or SyntaxKind.NumericLiteralExpression,
        };

    // The type that is written before the parameter of that name; null for one of a function further out, which a local may hide.
    private static TypeSyntax? TypeOfParameter(IdentifierNameSyntax name)
    {
        var function = name.Ancestors()
            .FirstOrDefault(static node =>
                node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax
            );
        var parameters = function switch
        {
            ParenthesizedLambdaExpressionSyntax lambda => lambda.ParameterList,
            LocalFunctionStatementSyntax local => local.ParameterList,
            BaseMethodDeclarationSyntax method => method.ParameterList,
            _ => null,
        };
        return parameters?.Parameters.FirstOrDefault(parameter => parameter.Identifier.ValueText == name.Identifier.ValueText)?.Type;
    }

    // A class of the app is none; one that turns into a text has a name like AbsolutePath.
    private static bool MayHoldPath(TypeSyntax type) =>
        type switch
        {
            NullableTypeSyntax { ElementType: var element } => MayHoldPath(element),
            NameSyntax => type.NameOfMember() is not { } name
                || name is "String" or "var" or "dynamic"
                || name.Contains("Path")
                || name.Contains("File")
                || name.Contains("Director")
                || name.Contains("Folder")
                || name.Contains("Location"),
            PredefinedTypeSyntax { Keyword.RawKind: var keyword } => keyword
                is (int)SyntaxKind.StringKeyword
                    or (int)SyntaxKind.ObjectKeyword,
            _ => false,
        };

    private static bool IsWithoutArguments(SyntaxNode node) => node is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 };

    // Save(string path), SaveAs(FileInfo file); a key or a title of the same type is none.
    private static bool NamesFile(IParameterSymbol parameter) =>
        parameter.Type.Is(IO, "FileInfo")
        || parameter.Type.SpecialType == SpecialType.System_String
            && (
                parameter.Name.IndexOf("path", StringComparison.OrdinalIgnoreCase) >= 0
                || parameter.Name.IndexOf("file", StringComparison.OrdinalIgnoreCase) >= 0
            );

    private static IOperation? OfStream(IObjectCreationOperation creation) =>
        creation.Argument(0) is { Type.SpecialType: SpecialType.System_String } path && Opens(creation.Arguments) ? path : null;

    // Whether the mode makes or changes the file. FileMode: CreateNew 1, Create 2, Open 3, OpenOrCreate 4, Truncate 5, Append 6. FileAccess: Read 1.
    private static bool Opens(System.Collections.Immutable.ImmutableArray<IArgumentOperation> arguments)
    {
        var writes = false;
        foreach (var argument in arguments)
        {
            if (argument.Value.Unwrap() is not { ConstantValue: { HasValue: true, Value: int value } } constant)
            {
                continue;
            }

            if (constant.Type.Is(IO, "FileMode"))
            {
                writes |= value != 3;
            }
            else if (constant.Type.Is(IO, "FileAccess") && argument.ArgumentKind != ArgumentKind.DefaultValue)
            {
                return value != 1;
            }
        }

        return writes;
    }
}

/// <summary>A call or creation that writes a file or makes a directory.</summary>
/// <param name="Path">Where, unevaluated.</param>
internal sealed record FileWrite(IOperation Path);

internal sealed class WrittenFiles : Recogniser<FileWrite>
{
    public override WordForm FormOf(string word) => FileWrites.MayWrite(word) ? WordForm.Anywhere : WordForm.None;

    // Streams are copied and orders created; a file has its type's name somewhere.
    public override bool IsVague(string word) =>
        word is "Create" or "Open" or "Copy" or "Move" or "CopyTo" or "MoveTo" or "Replace" or "OpenWrite" or "CreateText" or "AppendText";

    public override bool Tells(string word) =>
        word.IndexOf("File", StringComparison.Ordinal) >= 0 || word.IndexOf("Director", StringComparison.Ordinal) >= 0;

    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) =>
        token.CallOf() is { } call
            ? FileWrites.MayWrite(call)
                ? [call]
                : []
            : token.ValueText is "FileStream" or "StreamWriter"
                ? token.CreationsOf()
                : [];

    public override bool MayTellFact(SyntaxNode node) => !FileWrites.IsSaveOfNoFile(node);

    public override bool TellsBySymbol => true;

    public override bool MayMean(ISymbol named) => named is not IMethodSymbol method || FileWrites.MayWrite(method);

    public override FileWrite? Recognise(Candidate candidate) =>
        candidate.Operation is { } operation && FileWrites.TryRecognise(operation) is { } path ? new FileWrite(path) : null;
}
