// SPDX-License-Identifier: GPL-2.0-only

// The pairing against the vector of draft-irtf-cfrg-pairing-friendly-curves-11 (appendix B) and the
// value of zkcrypto, which is its cube; bilinear and not degenerate.

#include "bls-bench.h"

using namespace ns3;
using namespace ns3::iomt;
using namespace ns3::iomt::bls;

namespace
{

/// e_0 ... e_11 of the draft, where e_2i + e_(2i+1) u is the coefficient of 1, v, v^2, w, v w, v^2
/// w
const char* const DRAFT = "11619b45f61edfe3b47a15fac19442526ff489dcda25e59121d9931438907dfd448299a8"
                          "7dde3a649bdba96e84d54558"
                          "153ce14a76a53e205ba8f275ef1137c56a566f638b52d34ba3bf3bf22f277d70f7631621"
                          "8c0dfd583a394b8448d2be7f"
                          "095668fb4a02fe930ed44767834c915b283b1c6ca98c047bd4c272e9ac3f3ba6ff0b05a9"
                          "3e59c71fba77bce995f04692"
                          "16deedaa683124fe7260085184d88f7d036b86f53bb5b7f1fc5e248814782065413e7d95"
                          "8d17960109ea006b2afdeb5f"
                          "09c92cf02f3cd3d2f9d34bc44eee0dd50314ed44ca5d30ce6a9ec0539be7a86b121edc61"
                          "839ccc908c4bdde256cd6048"
                          "111061f398efc2a97ff825b04d21089e24fd8b93a47e41e60eae7e9b2a38d54fa4dedced"
                          "0811c34ce528781ab9e929c7"
                          "01ecfcf31c86257ab00b4709c33f1c9c4e007659dd5ffc4a735192167ce197058cfb4c94"
                          "225e7f1b6c26ad9ba68f63bc"
                          "08890726743a1f94a8193a166800b7787744a8ad8e2f9365db76863e894b7a11d83f90d8"
                          "73567e9d645ccf725b32d26f"
                          "0e61c752414ca5dfd258e9606bac08daec29b3e2c57062669556954fb227d3f1260eedf2"
                          "5446a086b0844bcd43646c10"
                          "0fe63f185f56dd29150fc498bbeea78969e7e783043620db33f75a05a0a2ce5c442beaff"
                          "9da195ff15164c00ab66bdde"
                          "10900338a92ed0b47af211636f7cfdec717b7ee43900eee9b5fc24f0000c5874d4801372"
                          "db478987691c566a8c474978"
                          "1454814f3085f0e6602247671bc408bbce2007201536818c901dbd4d2095dd86c1ec8b88"
                          "8e59611f60a301af7776be3d";

/// The first four coefficients of zkcrypto's value.
const char* const CUBE = "1250ebd871fc0a92a7b2d83168d0d727272d441befa15c503dd8e90ce98db3e7b6d194f60"
                         "839c508a84305aaca1789b6"
                         "089a1c5b46e5110b86750ec6a532348868a84045483c92b7af5af689452eafabf1a8943e5"
                         "0439f1d59882a98eaa0170f"
                         "1368bb445c7c2d209703f239689ce34c0378a68e72a6b3b216da0e22a5031b54ddff57309"
                         "396b38c881c4c849ec23e87"
                         "193502b86edb8857c273fa075a50512937e0794e1e65a7617c90d8bd66065b1fffe51d7a5"
                         "79973b1315021ec3c19934f";

class PairingVectors : public BlsTestCase
{
  public:
    PairingVectors()
        : BlsTestCase("of the generators: the draft's value and its cube")
    {
    }

  private:
    void RunOnce() override
    {
        const Gt exact = ExactPairing(G1::Generator(), G2::Generator());
        const Gt cubed = Pairing(G1::Generator(), G2::Generator());
        NS_TEST_EXPECT_MSG_EQ(HexOf(exact.ToBytes()), DRAFT, Backend() << ": exact");
        NS_TEST_EXPECT_MSG_EQ(HexOf(cubed.ToBytes()).substr(0, 384), CUBE, Backend() << ": cube");
        NS_TEST_EXPECT_MSG_EQ((exact * exact * exact == cubed), true, "the cube of the other");
        NS_TEST_EXPECT_MSG_EQ((Gt::Generator() == cubed), true, "generator");
    }
};

class PairingBilinear : public BlsTestCase
{
  public:
    PairingBilinear()
        : BlsTestCase("bilinear and not degenerate on random points")
    {
    }

  private:
    void RunOnce() override
    {
        for (int i = 0; i < 12; ++i)
        {
            const Scalar a = Draw();
            const Scalar b = Draw();
            const G1 p = G1::Hash(ToBytes(std::to_string(i)), "point");
            const G2 q = G2::Generator() * Draw();
            const Gt base = Pairing(p, q);
            NS_TEST_EXPECT_MSG_EQ(base.IsOne(), false, "not degenerate");
            NS_TEST_EXPECT_MSG_EQ((Pairing(p * a, q * b) == base.Power(a * b)), true, "e(aP, bQ)");
            NS_TEST_EXPECT_MSG_EQ((Pairing(p * a + p * b, q) == base.Power(a) * base.Power(b)),
                                  true,
                                  "e(P + P', Q)");
            NS_TEST_EXPECT_MSG_EQ((Pairing(p, q * a + q * b) == base.Power(a) * base.Power(b)),
                                  true,
                                  "e(P, Q + Q')");
            NS_TEST_EXPECT_MSG_EQ((Pairing(-p, q) == base.Inverse()), true, "e(-P, Q)");
            const Gt exact = ExactPairing(p * a, q);
            NS_TEST_EXPECT_MSG_EQ((exact * exact * exact == base.Power(a)), true, "exact");
        }
    }
};

class PairingProducts : public BlsTestCase
{
  public:
    PairingProducts()
        : BlsTestCase("products of pairings, the identity among the points")
    {
    }

  private:
    void RunOnce() override
    {
        std::vector<std::pair<G1, G2>> pairs;
        Gt product;
        NS_TEST_EXPECT_MSG_EQ(PairingProduct(pairs).IsOne(), true, "of none");
        for (int i = 0; i < 6; ++i)
        {
            const G1 p = G1::Generator() * Draw();
            const G2 q = G2::Generator() * Draw();
            pairs.emplace_back(p, q);
            product = product * Pairing(p, q);
            NS_TEST_EXPECT_MSG_EQ((PairingProduct(pairs) == product), true, "of " << i + 1);
            pairs.emplace_back(i % 2 == 0 ? G1::Identity() : p, i % 2 == 0 ? q : G2::Identity());
            NS_TEST_EXPECT_MSG_EQ((PairingProduct(pairs) == product), true, "and an identity");
        }
        NS_TEST_EXPECT_MSG_EQ(Pairing(G1::Identity(), G2::Generator()).IsOne(), true, "e(O, Q)");
        NS_TEST_EXPECT_MSG_EQ(Pairing(G1::Generator(), G2::Identity()).IsOne(), true, "e(P, O)");
        const G1 p = G1::Generator() * Draw();
        const G2 q = G2::Generator() * Draw();
        NS_TEST_EXPECT_MSG_EQ(PairingProduct({{p, q}, {-p, q}}).IsOne(), true, "cancels");
    }
};

class PairingSuite : public TestSuite
{
  public:
    PairingSuite()
        : TestSuite("iomt-crypto-bls-pairing", TestSuite::Type::UNIT)
    {
        AddTestCase(new PairingVectors);
        AddTestCase(new PairingBilinear);
        AddTestCase(new PairingProducts);
    }
};

const PairingSuite SUITE;

} // namespace
