using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace TodoChat.Api.Accounts;

public sealed class TokenIssuer(SecurityKey key)
{
    private const string Name = "todochat";

    public string Issue(string user) =>
        new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Name,
            Audience = Name,
            Subject = new ClaimsIdentity([new Claim(JwtRegisteredClaimNames.Sub, user)]),
            Expires = DateTime.UtcNow.AddHours(8),
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256),
        });

    public static TokenValidationParameters Validation(SecurityKey key) => new()
    {
        ValidIssuer = Name,
        ValidAudience = Name,
        IssuerSigningKey = key,
        NameClaimType = JwtRegisteredClaimNames.Sub,
    };
}
