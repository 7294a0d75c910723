using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>What a member may be given that some rule about values is about.</summary>
[Flags]
internal enum Taken
{
    None = 0,

    /// <summary>The address of a service, as <see cref="OutboundEndpoints"/> knows it.</summary>
    Address = 1,

    /// <summary>A connection string or the host in one, as <see cref="DatabaseHosts"/> knows it.</summary>
    Connection = 1 << 1,

    /// <summary>The bare name of another machine, as <see cref="HostNames"/> knows it.</summary>
    Host = 1 << 2,

    /// <summary>The path of a file, as <see cref="LocalPaths"/> knows it.</summary>
    Path = 1 << 3,

    /// <summary>A secret, as <see cref="SecretTargets"/> knows it, or a text that one is made of.</summary>
    Secret = 1 << 4,

    /// <summary>Origins of a CORS policy.</summary>
    Origins = 1 << 5,

    /// <summary>Any text or address, for the source of the member to use: <see cref="PassedValues"/>.</summary>
    Passed = 1 << 6,
}

/// <summary>Says what members may be given; a no is certain.</summary>
/// <remarks>
/// It is found out once for each member, from what it declares: code calls the same few members thousands of times,
/// and the parameters of a generic method are made anew for each call that asks for them.
/// </remarks>
internal sealed class TakenValues
{
    // A member is one object as it is declared; to compare symbols takes as long as all the rest of a no.
    private readonly ConcurrentDictionary<ISymbol, Taken> known = new(SameObject.Comparer);

    /// <summary>Whether a call, creation or assignment gives a member any of this.</summary>
    public bool May(IOperation operation, Taken what) => (Of(operation) & what) != 0;

    /// <summary>What a call, creation or assignment may give to a member; any other operation gives nothing.</summary>
    public Taken Of(IOperation operation)
    {
        // What gives nothing, and an indexer, of which its key decides, are told before anybody asks for a member.
        ISymbol? member;
        switch (operation.Kind)
        {
            case OperationKind.Invocation when !((IInvocationOperation)operation).Arguments.IsEmpty:
                member = ((IInvocationOperation)operation).TargetMethod;
                break;
            case OperationKind.ObjectCreation when !((IObjectCreationOperation)operation).Arguments.IsEmpty:
                member = ((IObjectCreationOperation)operation).Constructor;
                break;
            case OperationKind.SimpleAssignment:
                switch (((ISimpleAssignmentOperation)operation).Target)
                {
                    case IPropertyReferenceOperation { Arguments: [var index, ..] }:
                        return (DatabaseHosts.IsKey(index.Value) ? Taken.Connection : Taken.None)
                            | (SecretTargets.MayTakeAt(index.Value) ? Taken.Secret : Taken.None);
                    case IMemberReferenceOperation target:
                        member = target.Member;
                        break;
                    // Of a local or parameter its name says what it is.
                    default:
                        return Taken.Secret;
                }

                break;
            default:
                return Taken.None;
        }

        return member is null ? Taken.None : Of(member.OriginalDefinition);
    }

    private Taken Of(ISymbol member) => known.TryGetValue(member, out var taken) ? taken : known.GetOrAdd(member, Find);

    private static Taken Find(ISymbol member) =>
        (OutboundEndpoints.MayTake(member) ? Taken.Address : Taken.None)
        | (DatabaseHosts.MayTake(member) ? Taken.Connection : Taken.None)
        | (HostNames.MayTake(member) ? Taken.Host : Taken.None)
        | (
            member is IMethodSymbol method
                ? (LocalPaths.MayTake(method) ? Taken.Path : Taken.None)
                    | (SecretTargets.MayTake(method) ? Taken.Secret : Taken.None)
                    | (method.Name == "WithOrigins" ? Taken.Origins : Taken.None)
                    | (PassedValues.MayPass(method) ? Taken.Passed : Taken.None)
            : SecretTargets.MayTake(member) ? Taken.Secret
            : Taken.None
        );
}

file sealed class SameObject : IEqualityComparer<ISymbol>
{
    public static SameObject Comparer { get; } = new();

#pragma warning disable RS1024 // One that is made twice is looked at twice.
    public bool Equals(ISymbol? x, ISymbol? y) => ReferenceEquals(x, y);

    public int GetHashCode(ISymbol obj) => RuntimeHelpers.GetHashCode(obj);
#pragma warning restore RS1024
}

internal static class ProjectTaken
{
    extension(ProjectContext project)
    {
        /// <summary>Says what members may be given.</summary>
        public TakenValues Taken => project.Part(static _ => new TakenValues());
    }
}
