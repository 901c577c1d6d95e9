// SPDX-License-Identifier: GPL-2.0-only

// BLS12-381 as PARI computes it, from the definitions and without any code of this module: for
// tests only. Reads lines, writes one line for each:
//
//     g1 SCALAR             SCALAR (decimal) times the generator of G1, compressed
//     g2 SCALAR             the same of G2
//     pairing G1HEX G2HEX   the optimal ate pairing of compressed points, 576 octets
//
// PARI has Tate's pairing t over Fp12. The ate pairing is a(Q, P) = f_{x,Q}(P)^((p^12-1)/r), and as
// x = t-1 = p mod r (Hess, Smart and Vercauteren, The Eta Pairing Revisited, 2006, theorem 1)
//     t(Q, P)^((x^12 - 1)/r) = a(Q, P)^(12 p^11).

#include <iostream>
#include <pari/pari.h>
#include <string>

namespace
{

const char* const DEFINITIONS[] = {
    "x = -15132376222941642752",
    "r = x^4 - x^2 + 1",
    "p = (x - 1)^2 * r / 3 + x",
    // Fp2 = Fp(u), u^2 = -1; Fp12 = Fp(w), w^6 = 1 + u, so (w^6 - 1)^2 = -1.
    "u = ffgen(Mod(1, p) * (T^2 + 1), 'u)",
    "w = ffgen(Mod(1, p) * (T^12 - 2*T^6 + 2), 'w)",
    "E1 = ellinit([0, 4], p)",
    "E2 = ellinit([0, 4 * (1 + u)], u)",
    "E12 = ellinit([0, 4 * w^0], w)",
    "hexits(n, k) = strjoin(apply(d -> Strchr(if(d < 10, 48, 87) + d), digits(16^k + n, "
    "16)[2..-1]))",
    "c(a, i) = lift(polcoef(a.pol, i))",
    // Which of y and -y: the one that is larger, u's coefficient before the other.
    "large(a) = {my(s = if(type(a) == \"t_FFELT\", [c(a, 1), c(a, 0)], [lift(a)]), i = 1);"
    "  while(i < #s && s[i] == 0, i++); s[i] > (p - 1) / 2}",
    "flags(P, k) = (4 + large(P[2])) << (8 * k - 3)",
    "compress1(P) = hexits(lift(P[1]) + flags(P, 48), 96)",
    "compress2(P) = hexits((c(P[1], 1) << 384) + c(P[1], 0) + flags(P, 96), 192)",
    // With sign bit s; the points of the tests are never the one at infinity.
    "root(a, s) = {my(y); if(!issquare(a, &y), error(\"no point\")); if(large(y) != s, -y, y)}",
    "low(n, k) = bitand(n, 2^k - 1)",
    "flag(n, k) = bitand(n >> (8 * k - 3), 1)",
    "point1(n) = {my(X = Mod(low(n, 381), p)); [X, root(X^3 + 4, flag(n, 48))]}",
    "point2(n) = {my(X = u * low(n >> 384, 381) + low(n, 384));"
    "  [X, root(X^3 + 4 * (1 + u), flag(n, 96))]}",
    // On E: y^2 = x^3 + 4 over Fp12.
    "up(a) = c(a, 0) + c(a, 1) * (w^6 - 1)",
    "untwist(Q) = [up(Q[1]) / w^2, up(Q[2]) / w^3]",
    "lift1(P) = [lift(P[1]) * w^0, lift(P[2]) * w^0]",
    "ate(P, Q) = elltatepairing(E12, untwist(Q), lift1(P), r)^((p^12 - 1) / r * "
    "  lift(((x^12 - 1) / r) / Mod(12 * p^11, r)))",
    // The coefficient of w^i is a + b u, where a_i - b_i + b_i w^6 = sum of powers of w.
    "coefficient(e, i) = {my(b = c(e, i + 6)); [(c(e, i) + b) % p, b]}",
    "octets(e) = strjoin(apply(i -> my(a = coefficient(e, i)); Str(hexits(a[1], 96), "
    "  hexits(a[2], 96)), [0, 2, 4, 1, 3, 5]))",
    "G1 = point1(0x97f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac58"
    "6c55e83ff97a1aeffb3af00adb22c6bb)",
    "G2 = point2(0x93e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57"
    "e5ac7d055d042b7e024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bb"
    "efd48056c8c121bdb8)",
};

std::string
Expression(const std::string& command)
{
    std::string first;
    std::string second;
    const std::size_t space = command.find(' ');
    const std::string name = command.substr(0, space);
    first = space == std::string::npos ? "" : command.substr(space + 1);
    if (name == "g1" || name == "g2")
    {
        const char group = name[1];
        return std::string("compress") + group + "(ellmul(E" + group + ", G" + group + ", " +
               first + "))";
    }
    const std::size_t middle = first.find(' ');
    if (name != "pairing" || middle == std::string::npos)
    {
        return "";
    }
    second = first.substr(middle + 1);
    first.resize(middle);
    return "octets(ate(point1(0x" + first + "), point2(0x" + second + ")))";
}

} // namespace

int
main()
{
    pari_init(256UL << 20, 2);
    for (const char* definition : DEFINITIONS)
    {
        gp_read_str(definition);
    }
    std::string line;
    while (std::getline(std::cin, line))
    {
        const std::string expression = Expression(line);
        if (expression.empty())
        {
            std::cerr << "no command: " << line << "\n";
            return 2;
        }
        const pari_sp before = avma;
        std::cout << GSTR(gp_read_str(expression.c_str())) << std::endl;
        avma = before;
    }
    pari_close();
    return 0;
}
