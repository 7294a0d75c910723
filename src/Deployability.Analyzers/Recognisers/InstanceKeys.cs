using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Analyzers.Recognisers;

/// <summary>A key for tokens that a process makes for itself.</summary>
/// <param name="Name">What makes it, as a message calls it.</param>
/// <param name="Instead">How to have one that all instances share.</param>
/// <param name="Location">Of what makes it.</param>
internal sealed record InstanceKey(string Name, string Instead, Location Location);

/// <summary>Knows the calls that give a token server a key of its own making, and keys that code makes and then signs or encrypts tokens with.</summary>
internal static class InstanceKeys
{
    private const string Cryptography = "System.Security.Cryptography";
    private const int MaxDepth = 8;

    // Calls of token servers whose names say it, with those that take a key which is kept somewhere.
    private static readonly Dictionary<string, string> Calls = new(StringComparer.Ordinal)
    {
        ["AddDeveloperSigningCredential"] = "AddSigningCredential",
        ["AddTemporarySigningCredential"] = "AddSigningCredential",
        ["AddDevelopmentSigningCertificate"] = "AddSigningCertificate",
        ["AddDevelopmentEncryptionCertificate"] = "AddEncryptionCertificate",
        ["AddEphemeralSigningKey"] = "AddSigningKey",
        ["AddEphemeralEncryptionKey"] = "AddEncryptionKey",
    };

    private const string Duende = "AddIdentityServer";

    // What gives Duende's server a key, a store for keys, or another folder for them; elsewhere in the project counts too.
    private static readonly string[] KeyStores =
    [
        "KeyManagement",
        "AddOperationalStore",
        "AddSigningKeyStore",
        "ISigningKeyStore",
        "AddSigningCredential",
        "AddDeveloperSigningCredential",
    ];

    // What turns one shape of a secret into another.
    private static readonly HashSet<string> Conversions = new(StringComparer.Ordinal)
    {
        "GetBytes",
        "ToBase64String",
        "FromBase64String",
        "ToHexString",
        "FromHexString",
        "ToString",
        "ToByteArray",
        "Concat",
        "HashData",
        "ComputeHash",
        "Export",
        "LoadPkcs12",
    };

    /// <summary>Names of the calls, types and properties that make a key or put one to use.</summary>
    public static string[] Names { get; } =
    [
        .. Calls.Keys,
        .. Calls.Values,
        Duende,
        "SigningCredentials",
        "EncryptingCredentials",
        "X509SigningCredentials",
        "X509EncryptingCredentials",
        "IssuerSigningKey",
        "TokenDecryptionKey",
    ];

    /// <summary>Whether a call of this name makes a key for each instance; the names are as good as unique.</summary>
    public static bool IsNamed(string name) => Calls.ContainsKey(name);

    /// <summary>Whether a call of this name gives a token server a key that comes from elsewhere.</summary>
    public static bool TakesKey(string name) =>
        name is "AddSigningCredential" or "AddSigningCertificate" or "AddEncryptionCertificate" or "AddSigningKey" or "AddEncryptionKey";

    /// <returns>The key that the operation makes, or puts to use; null when it does neither.</returns>
    public static InstanceKey? TryRecognise(IOperation operation, ProjectContext project)
    {
        switch (operation)
        {
            case IInvocationOperation { TargetMethod.Name: var name } call:
                return IsNamed(name) ? Named(call.Syntax, call.CallLocation())
                    : name == Duende ? OfDuende(call, project)
                    : TakesKey(name)
                        ? call.Arguments.Select(argument => MadeBy(argument.Value, project)).FirstOrDefault(static key => key is not null)
                    : null;
            // Behind a package that is not restored nothing binds.
            case IInvalidOperation
            {
                Syntax: InvocationExpressionSyntax
                {
                    Expression: MemberAccessExpressionSyntax { Name: { Identifier.ValueText: var name } called }
                } call
            } when IsNamed(name):
                return Named(call, Location.Create(call.SyntaxTree, TextSpan.FromBounds(called.SpanStart, call.Span.End)));
            case IObjectCreationOperation
            {
                Type.Name: "SigningCredentials" or "EncryptingCredentials" or "X509SigningCredentials" or "X509EncryptingCredentials"
            } creation:
                return creation.Argument(0) is { } key ? MadeBy(key, project) : null;
            case ISimpleAssignmentOperation
            {
                Target: IPropertyReferenceOperation { Property.Name: "IssuerSigningKey" or "TokenDecryptionKey" }
            } assignment:
                return MadeBy(assignment.Value, project);
            default:
                return null;
        }
    }

    /// <returns>The key that the operation makes or puts to use in production, unless another branch is given one: then the choice is the operator's.</returns>
    public static InstanceKey? InUse(IOperation operation, ProjectContext project) =>
        TryRecognise(operation, project) is { } key
        && project.Guards.RunsInProduction(operation)
        && !operation.HasAlternativeStep(static step =>
            step.Syntax is InvocationExpressionSyntax other && other.Expression.NameOfMember() is { } name && TakesKey(name)
        )
            ? key
            : null;

    // Its key management makes keys of its own, in a folder of the app unless told otherwise
    // (https://docs.duendesoftware.com/identityserver/fundamentals/key-management/).
    private static InstanceKey? OfDuende(IInvocationOperation call, ProjectContext project) =>
        call.TargetMethod.ContainingAssembly?.Name.StartsWith("Duende.", StringComparison.Ordinal) == true
        && !project.Trees.Any(tree => Array.Exists(KeyStores, word => project.MayMention(tree, word)))
            ? new InstanceKey(
                Duende + "() keeps its keys in the app's folder 'keys', which",
                "let KeyManagement.KeyPath name a folder on a volume of all instances, or add AddOperationalStore()",
                call.CallLocation()
            )
            : null;

    // One token server is set up once: what its other calls make is told with the first.
    private static InstanceKey? Named(SyntaxNode call, Location location)
    {
        var names = RegistrationOf(call)
            .Where(static step => step.Expression.NameOfMember() is { } name && IsNamed(name))
            .OrderBy(static step => step.Span.End)
            .ToList();
        if (names.Count > 0 && names[0] != call)
        {
            return null;
        }

        var makers = names.Select(static step => step.Expression.NameOfMember()!).Distinct(StringComparer.Ordinal).ToList();
        var takers = makers.Select(static name => Calls[name] + "()").Distinct(StringComparer.Ordinal);
        return new InstanceKey(
            makers.Count == 1 ? makers[0] + "()" : $"{makers[0]}(), like {string.Join("() and ", makers.Skip(1))}(),",
            makers.Count == 1
                ? $"load a key that all instances share and give it to {Calls[makers[0]]}()"
                : $"load keys that all instances share and give them to {string.Join(" and ", takers)}",
            location
        );
    }

    // The calls of one chain, and of the statements beside it that go on with the same builder.
    private static IEnumerable<InvocationExpressionSyntax> RegistrationOf(SyntaxNode call)
    {
        var top = call;
        while (top.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax outer } access && access.Expression == top)
        {
            top = outer;
        }

        var root = StepsOf(top).Last().Expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax builder }
            ? builder.Identifier.ValueText
            : null;
        return root is not null && top.Parent is ExpressionStatementSyntax { Parent: BlockSyntax { Statements: var statements } }
            ? statements
                .OfType<ExpressionStatementSyntax>()
                .Where(statement => statement.Expression is InvocationExpressionSyntax)
                .Select(statement => StepsOf(statement.Expression).ToList())
                .Where(steps =>
                    steps[steps.Count - 1].Expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax other }
                    && other.Identifier.ValueText == root
                )
                .SelectMany(static steps => steps)
            : StepsOf(top);
    }

    private static IEnumerable<InvocationExpressionSyntax> StepsOf(SyntaxNode? top)
    {
        while (top is InvocationExpressionSyntax step)
        {
            yield return step;
            top = (step.Expression as MemberAccessExpressionSyntax)?.Expression;
        }
    }

    private static InstanceKey? MadeBy(IOperation value, ProjectContext project) =>
        Maker(value, project, MaxDepth) is { } maker
            ? new InstanceKey(NameOf(maker), "load it from a secret that all instances share", maker.Syntax.GetLocation())
            : null;

    private static string NameOf(IOperation maker) =>
        maker switch
        {
            IInvocationOperation call => call.TargetMethod.ContainingType.Name + "." + call.TargetMethod.Name + "()",
            _ => "new " + maker.Type?.Name + "()",
        };

    /// <summary>The call or creation that makes a value anew in each process; null when it may come from elsewhere.</summary>
    private static IOperation? Maker(IOperation? value, ProjectContext project, int depth)
    {
        value = value?.Unwrap();
        if (value is null || depth == 0)
        {
            return null;
        }

        switch (value)
        {
            case IInvocationOperation call when MakesKey(call):
                return call;
            case IInvocationOperation call when Conversions.Contains(call.TargetMethod.Name) && call.TargetMethod.IsInNamespace("System"):
                return Inputs(call).Select(input => Maker(input, project, depth - 1)).FirstOrDefault(static maker => maker is not null);
            case IObjectCreationOperation creation when MakesKey(creation):
                return creation;
            case IObjectCreationOperation { Type: { } type, Arguments: [{ Value: var first }, ..] } when WrapsKey(type):
                return Maker(first, project, depth - 1);
            // new HMACSHA512().Key
            case IPropertyReferenceOperation { Property.Name: "Key", Instance: { } algorithm }:
                return Maker(algorithm, project, depth - 1);
            case ILocalReferenceOperation { Local: var local }
                when local.DeclaringSyntaxReferences is [var declaration] && !IsKept(local.Name, declaration.SyntaxTree, project):
                return LocalValues.SingleValue(local, value) is { } assigned
                    ? assigned.Unwrap() is IArrayCreationOperation bytes
                        ? Filler(bytes, local)
                        : Maker(assigned, project, depth - 1)
                    : null;
            case IFieldReferenceOperation { Field: { IsReadOnly: true } field }:
                return OfMember(field, project, depth);
            case IPropertyReferenceOperation { Property: { SetMethod: null } property }:
                return OfMember(property, project, depth);
            default:
                return null;
        }
    }

    private static IEnumerable<IOperation> Inputs(IInvocationOperation call) =>
        call.Instance is { } instance
            ? call.Arguments.Select(static argument => argument.Value).Prepend(instance)
            : call.Arguments.Select(static argument => argument.Value);

    // RSA.Create(2048), RandomNumberGenerator.GetBytes(32), Guid.NewGuid(), request.CreateSelfSigned(…); RSA.Create(parameters) is given what it needs.
    private static bool MakesKey(IInvocationOperation call) =>
        call.TargetMethod switch
        {
            { Name: "NewGuid", ContainingType: var type } => type.Is("System", "Guid"),
            { Name: "Create", IsStatic: true, ContainingType: var type } => type.IsInNamespace(Cryptography)
                && type.Name is "RSA" or "ECDsa" or "Aes" or "ECDiffieHellman"
                && !call.Arguments.Any(IsGiven),
            { Name: "GetBytes" or "GetHexString" or "GetString", IsStatic: true, ContainingType: var type } => type.Is(
                Cryptography,
                "RandomNumberGenerator"
            ),
            { Name: "CreateSelfSigned", ContainingType: var type } => type.IsInNamespace(Cryptography),
            _ => false,
        };

    private static bool IsGiven(IArgumentOperation argument) => argument.Parameter?.Type.Name is "RSAParameters" or "ECParameters";

    // new RSACryptoServiceProvider(2048), new HMACSHA512(); one that is given a key or a container has its key from there.
    private static bool MakesKey(IObjectCreationOperation creation) =>
        creation.Type is { } type
        && type.IsInNamespace(Cryptography)
        && (
            type.Name is "RSACryptoServiceProvider" or "RSACng" or "RSAOpenSsl" or "ECDsaCng" or "ECDsaOpenSsl"
                && creation.Arguments.All(static argument => argument.Value.Type?.SpecialType == SpecialType.System_Int32)
            || type.Name.StartsWith("HMACSHA", StringComparison.Ordinal) && creation.Arguments.IsEmpty
        );

    private static bool WrapsKey(ITypeSymbol type) =>
        type.Name
            is "RsaSecurityKey"
                or "ECDsaSecurityKey"
                or "SymmetricSecurityKey"
                or "X509SecurityKey"
                or "SigningCredentials"
                or "X509SigningCredentials"
                or "EncryptingCredentials"
                or "X509Certificate2";

    // RandomNumberGenerator.Fill(bytes), generator.GetBytes(bytes)
    private static IOperation? Filler(IArrayCreationOperation bytes, ILocalSymbol local) =>
        bytes
            .Root()
            .Descendants()
            .FirstOrDefault(step =>
                step is IInvocationOperation { TargetMethod: { Name: "Fill" or "GetBytes", ContainingType: var type } } call
                && type.Is(Cryptography, "RandomNumberGenerator")
                && call.Arguments is [{ Value: var filled }, ..]
                && filled.Syntax is IdentifierNameSyntax name
                && name.Identifier.ValueText == local.Name
            );

    private static IOperation? OfMember(ISymbol member, ProjectContext project, int depth)
    {
        if (member.DeclaringSyntaxReferences is not [var reference] || IsKept(member.Name, reference.SyntaxTree, project))
        {
            return null;
        }

        var initial = reference.GetSyntax(Cancellation.Token) switch
        {
            VariableDeclaratorSyntax { Initializer.Value: { } value } => value,
            PropertyDeclarationSyntax { Initializer.Value: { } value } => value,
            _ => null,
        };
        return initial is null ? null : Maker(project.OperationOf(initial), project, depth - 1);
    }

    // rsa.ImportFromPem(…), rsa.FromXmlString(…), File.WriteAllText(path, rsa.ExportRSAPrivateKeyPem()): it comes from a place that is kept, or goes there.
    private static bool IsKept(string name, SyntaxTree tree, ProjectContext project) =>
        project
            .IdentifiersNamed(tree, name)
            .Any(static token =>
                token.Parent
                    is IdentifierNameSyntax
                    {
                        Parent: MemberAccessExpressionSyntax
                        {
                            Name.Identifier.ValueText: var called,
                            Expression: IdentifierNameSyntax used
                        }
                    }
                && used.Identifier == token
                && (
                    called.StartsWith("Import", StringComparison.Ordinal)
                    || called.StartsWith("From", StringComparison.Ordinal)
                    || called.StartsWith("Export", StringComparison.Ordinal)
                    || called.StartsWith("ToXml", StringComparison.Ordinal)
                    || called is "TryImportFromPem" or "SetKey"
                )
            );
}
