// SPDX-License-Identifier: GPL-2.0-only

// Diffie-Hellman on P-256 against the sample data of the Bluetooth Core specification (Vol 2,
// Part G, 7.1.2), the first key of which is the debug key of LE Secure Connections.

#include "ns3/operation-counts.h"
#include "ns3/p256-ecdh.h"
#include "ns3/test.h"

#include <stdexcept>
#include <string>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

struct DataSet
{
    const char* name;
    const char* privateA;
    const char* privateB;
    const char* publicA;
    const char* publicB;
    const char* secret;
};

const DataSet DATA_SETS[] = {
    {"7.1.2.1",
     "3f49f6d4a3c55f3874c9b3e3d2103f504aff607beb40b7995899b8a6cd3c1abd",
     "55188b3d32f6bb9a900afcfbeed4e72a59cb9ac2f19d7cfb6b4fdd49f47fc5fd",
     "20b003d2f297be2c5e2c83a7e9f9a5b9eff49111acf4fddbcc0301480e359de6"
     "dc809c49652aeb6d63329abf5a52155c766345c28fed3024741c8ed01589d28b",
     "1ea1f0f01faf1d9609592284f19e4c0047b58afd8615a69f559077b22faaa190"
     "4c55f33e429dad377356703a9ab85160472d1130e28e36765f89aff915b1214a",
     "ec0234a357c8ad05341010a60a397d9b99796b13b4f866f1868d34f373bfa698"},
    {"7.1.2.2",
     "06a516693c9aa31a6084545d0c5db641b48572b97203ddffb7ac73f7d0457663",
     "529aa0670d72cd6497502ed473502b037e8803b5c60829a5a3caa219505530ba",
     "2c31a47b5779809ef44cb5eaaf5c3e43d5f8faad4a8794cb987e9b03745c78dd"
     "919512183898dfbecd52e2408e43871fd021109117bd3ed4eaf8437743715d4f",
     "f465e43ff23d3f1b9dc7dfc04da8758184dbc966204796eccf0d6cf5e16500cc"
     "0201d048bcbbd899eeefc424164e33c201c2b010ca6b4d43a8a155cad8ecb279",
     "ab85843a2f6d883f62e5684b38e307335fe6e1945ecd19604105c6f23221eb69"},
};

const char* const ORDER = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
const char* const BELOW_ORDER = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550";
const char* const PRIME = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";
const char* const BASE_X = "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296";

class EcdhVectors : public TestCase
{
  public:
    EcdhVectors()
        : TestCase("P-256 sample data of the Core specification, both ways")
    {
    }

  private:
    void DoRun() override
    {
        for (const DataSet& set : DATA_SETS)
        {
            const OperationScope scope;
            const P256KeyPair a(FromHex(set.privateA));
            const P256KeyPair b(FromHex(set.privateB));
            NS_TEST_EXPECT_MSG_EQ(ToHex(a.PublicKey()), set.publicA, set.name << ": public key A");
            NS_TEST_EXPECT_MSG_EQ(ToHex(b.PublicKey()), set.publicB, set.name << ": public key B");
            const auto ofA = a.Agree(b.PublicKey());
            const auto ofB = b.Agree(a.PublicKey());
            NS_TEST_ASSERT_MSG_EQ((ofA && ofB), true, set.name);
            NS_TEST_EXPECT_MSG_EQ(ToHex(*ofA), set.secret, set.name << ": secret of A");
            NS_TEST_EXPECT_MSG_EQ(ToHex(*ofB), set.secret, set.name << ": secret of B");
            NS_TEST_EXPECT_MSG_EQ(scope.Counts().Get(Operation::P256_ECDH), 4, set.name);
        }
    }
};

class EcdhInvalidPoints : public TestCase
{
  public:
    EcdhInvalidPoints()
        : TestCase("what is no point of the curve is refused")
    {
    }

  private:
    void DoRun() override
    {
        const P256KeyPair own(FromHex(DATA_SETS[0].privateA));
        const std::string peer = DATA_SETS[0].publicB;
        const std::string x = peer.substr(0, 64);
        const std::string y = peer.substr(64);
        const std::string zero(64, '0');
        const OperationScope scope;
        Refused(own, "", "no octets");
        Refused(own, x, "x alone");
        Refused(own, peer + "00", "an octet more");
        Refused(own, zero + zero, "zeros");
        Refused(own, x + zero, "y of zero, CVE-2018-5383");
        Refused(own, x + x, "another y");
        Refused(own, y + x, "exchanged");
        Refused(own, std::string(128, 'f'), "above the prime");
        // (0, y) is on the curve for this y; (p, y) names the same point another way.
        const std::string root = "66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4";
        NS_TEST_EXPECT_MSG_EQ(own.Agree(FromHex(zero + root)).has_value(), true, "x of zero");
        Refused(own, PRIME + root, "x at the prime");
        for (const std::size_t digit : {0, 63, 64, 127})
        {
            std::string changed = peer;
            changed[digit] = changed[digit] == '1' ? '2' : '1';
            Refused(own, changed, "digit changed");
        }
        NS_TEST_EXPECT_MSG_EQ(scope.Counts().Get(Operation::P256_ECDH), 1, "the valid one");
    }

    void Refused(const P256KeyPair& own, const std::string& peer, const char* what)
    {
        NS_TEST_EXPECT_MSG_EQ(own.Agree(FromHex(peer)).has_value(), false, what);
    }
};

class EcdhKeys : public TestCase
{
  public:
    EcdhKeys()
        : TestCase("private keys between 1 and the order, out of 40 random octets")
    {
    }

  private:
    void DoRun() override
    {
        const std::string zero(64, '0');
        RefusedScalar(zero);
        RefusedScalar(ORDER);
        RefusedScalar(zero.substr(4) + "01"); // 31 octets
        RefusedScalar("");
        NS_TEST_EXPECT_MSG_EQ(FirstHalf(P256KeyPair(FromHex(BELOW_ORDER))), BASE_X, "order - 1");
        // 0 gives the key 1, order - 2 the key order - 1, order - 1 the key 1 again.
        const auto drawn = [](const std::string& octets) {
            return P256KeyPair::FromRandom(FromHex("0000000000000000" + octets));
        };
        NS_TEST_EXPECT_MSG_EQ(ToHex(drawn(zero).PublicKey()),
                              ToHex(P256KeyPair(FromHex(zero.substr(2) + "01")).PublicKey()),
                              "of zeros");
        NS_TEST_EXPECT_MSG_EQ(ToHex(drawn(BELOW_ORDER).PublicKey()),
                              ToHex(drawn(zero).PublicKey()),
                              "of order - 1");
        std::string twoBelow = BELOW_ORDER;
        twoBelow.replace(62, 2, "4f");
        NS_TEST_EXPECT_MSG_EQ(ToHex(drawn(twoBelow).PublicKey()),
                              ToHex(P256KeyPair(FromHex(BELOW_ORDER)).PublicKey()),
                              "of order - 2");
        for (const std::size_t size : {0, 32, 39, 41})
        {
            bool refused = false;
            try
            {
                P256KeyPair::FromRandom(Bytes(size));
            }
            catch (const std::invalid_argument&)
            {
                refused = true;
            }
            NS_TEST_EXPECT_MSG_EQ(refused, true, size << " octets");
        }
    }

    static std::string FirstHalf(const P256KeyPair& pair)
    {
        return ToHex(pair.PublicKey()).substr(0, 64);
    }

    void RefusedScalar(const std::string& scalar)
    {
        bool refused = false;
        try
        {
            P256KeyPair pair(FromHex(scalar));
        }
        catch (const std::invalid_argument&)
        {
            refused = true;
        }
        NS_TEST_EXPECT_MSG_EQ(refused, true, "'" << scalar << "'");
    }
};

class EcdhSuite : public TestSuite
{
  public:
    EcdhSuite()
        : TestSuite("iomt-p256-ecdh", TestSuite::Type::UNIT)
    {
        AddTestCase(new EcdhVectors);
        AddTestCase(new EcdhInvalidPoints);
        AddTestCase(new EcdhKeys);
    }
};

const EcdhSuite SUITE;

} // namespace
