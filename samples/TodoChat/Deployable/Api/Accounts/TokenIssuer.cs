using System.Security.Claims;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace TodoChat.Api.Accounts;

/// <param name="signingKey">At least 32 characters, the same at every instance.</param>
public sealed class TokenIssuer(string signingKey)
{
    private const string Name = "todochat";

    private readonly SymmetricSecurityKey key = new(Encoding.UTF8.GetBytes(signingKey));

    public string Issue(string user) =>
        new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Name,
            Audience = Name,
            Subject = new ClaimsIdentity([new Claim(JwtRegisteredClaimNames.Sub, user)]),
            Expires = DateTime.UtcNow.AddHours(8),
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256),
        });

    public TokenValidationParameters Validation => new()
    {
        ValidIssuer = Name,
        ValidAudience = Name,
        IssuerSigningKey = key,
        NameClaimType = JwtRegisteredClaimNames.Sub,
    };
}
