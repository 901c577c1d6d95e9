// SPDX-License-Identifier: GPL-2.0-only

// RSA-OAEP against vectors of project Wycheproof, rsa_oaep_2048_sha256_mgf1sha256_test.json
// (numbers are its tcId), and every key length against itself.

#include "ns3/operation-counts.h"
#include "ns3/rsa-oaep.h"
#include "ns3/test.h"

#include <stdexcept>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

const char* const PRIVATE_KEY =
    "308204bd020100300d06092a864886f70d0101010500048204a7308204a30201000282010100a2b4"
    "51a07d0aa5f96e455671513550514a8a5b462ebef717094fa1fee82224e637f9746d3f7cafd31878"
    "d80325b6ef5a1700f65903b469429e89d6eac8845097b5ab393189db92512ed8a7711a1253facd20"
    "f79c15e8247f3d3e42e46e48c98e254a2fe9765313a03eff8f17e1a029397a1fa26a8dce26f490ed"
    "81299615d9814c22da610428e09c7d9658594266f5c021d0fceca08d945a12be82de4d1ece6b4c03"
    "145b5d3495d4ed5411eb878daf05fd7afc3e09ada0f1126422f590975a1969816f48698bcbba1b4d"
    "9cae79d460d8f9f85e7975005d9bc22c4e5ac0f7c1a45d12569a62807d3b9a02e5a530e773066f45"
    "3d1f5b4c2e9cf7820283f742b9d502030100010282010024cdc62317f5d72a6f6ba6cc9632899b01"
    "d1ff28867d72f61688995bc855a4e420a8405250089bdb13cf8e09543827b748b9d27fbb2b4d9e20"
    "af8c5a6a862796d1a4cc18ad16ea678bc1bd4a83bbbe9c5e57453b5ce7388e41a3ba4ce2b77b4438"
    "a229e954f720dae0353dc088ac8a76b26dc276f8e1b7851ddd6398ad16ff2e78195123b9b036e945"
    "c38c9d12434f6df76fe22359eb3e1ac9c011678fc926fad3ae475a4fffff55feb2d147e9c894f4c0"
    "e29a599e762462482d968bf42780945fc0d2c31c573c4431b8f4fe8b8c67bec815abd44f7a86edca"
    "1c2308737358d2c2ae5e2e0e2dadf730980262377e58b13b7d9992060a0bc870ccfdb4a9319ee102"
    "818100dc431050f782e894fb5248247d98cb7d58b8d1e24f3b55d041c56e4de086b0d5bb028bda42"
    "eeb5d234d5681e5809d415e6a289ad4cfbf78f978f6c35814f50eebff1c5b80a69f788e81e6bab5d"
    "daa78369d659d143ec6f17e79813a575cfad9c569156b90113e2e9110ad9e7b48a1c9348a6e65332"
    "1191290ea36cfb3a5b18f102818100bd1a81e7977f9898122273ae3222b598ea5fb19eb4eabc3830"
    "8a5e32196603b2e500ffb79f5b886816611debc472fac45544070beb057c941378a6868af3b7a03d"
    "3f9880ec47d5e089b94fbde542aba9ae8d72c57088d7abf5b131f39098f7bc160f90536abc9492fd"
    "4e06f3ed7299d4b97bb03677207d95669f140cfbc20f2502818100a94b528b28f291599121d91952"
    "ffd1c7f21d7c1479d99d478885fb161870ee1218bf08472612dbe5497e8d9c650688e09c786961ae"
    "3e2c354dc48ae34514759c4c23c4588488961dc06b414e61c0e1e7fbbd2923d31532fe289f96da22"
    "0711e58c14019808e00414276933bb07e4efb9b4a9b37656917205209f33f09515d7c10281803af0"
    "e72a933aef09ff2503df78bafed531c02ff1a2bc437c540cdcbd4ad35435cf511763596543480629"
    "b114ca7f780ff7efa32ea0cb6e000d6d9ea1f2ef71fd9cf9948422a165557e37e755edfe70d90b92"
    "0502eb478bc98a63f788ce3a0f856d6ede7251a383bfa8fa480a81a925af7b3cc538c4bab8c9f759"
    "7ffb68011d8d0281802640fbfbcfefb163ee7a87b6483a66ee41f956d90fa8a7939bfc042ee0924b"
    "1b7993d0445f758d51933e85179c0320b0c968b48a91c38b5be923e1097c0c562f88d42294b6a275"
    "9bafa5428a74f1270874e45f6fcc60f21602de5eccd143cf31241f5921b5ad3983fb54ef17be3b28"
    "5367e50c999c67247b552fe4bfce945f7b";

struct Vector
{
    const char* name;
    const char* message;
    const char* ciphertext;
    bool valid;
};

const Vector VECTORS[] = {
    {"1",
     "",
     "6e62bf24d95aff6868afec2a92a445b6458f16f688c19fe1212f66a63137831653cedd359d8cff4d"
     "d485d77dfd55812c181373201f54aafd65730d2a304e623455d51125d891e65d97fce52341cae45f"
     "b64c38a384a1c621e2713ee6794633f029a9fd4d774f56551eac2176162e162640f25eab873a3451"
     "c475570f19228bcede4c67c370a75ed7fabccd538c9819eff182481b10d42f1a9f6a05373b8cf9b7"
     "1818d467bd3b8ebacb619e8ad42916e600c043effceb3855bc48a629e60ae886f51b2a7876b0e623"
     "fb2ce68af4b039242f963adb0e4240aed0ed07f65f1ee7c0cc77d210d0c2d1dc10c81b881aa0c9c9"
     "e9499665cf2970d2ccfeeb3191531765",
     true},
    {"3",
     "54657374",
     "5eab3f0741e63986ed647d53e1cd71df041986900803d0f99c68355d249a15a47dc5b4f70a191477"
     "654299e5a2731f3b4eec76dea18262fc696ac794e5f66cbfcddac4472c578e246c26707598055584"
     "540b839836b1404c5611ae558a984cee8fd036cea924e0be2474a940f61e0acc14fcae95ebdc5994"
     "2a9ce9af9a9c81999f7f6815f057ffdc2533cb15d6391d1e2d95f16f9c04209c889a4c359c7d2926"
     "d28a66e2b030a416b928d2825627998e5191fb4983a6e65024262d94fc09187a2d78162122433251"
     "d1bfcc8e507d06eba2d229c10031261da32ab8ccd15f1c5f9fbf07ed158483d736a110af4b44d6a4"
     "da60d6cb519b4454213cf9f0dc560f2b",
     true},
    {"7",
     "e0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
     "096958786ee7972050d67a9e4b69d6c6af7db7cc674386df725770dd29129b826e39552330104c8d"
     "71e6cc3a3014dd2f61b54153af51b0438d447ee939f9e3c13bb8b00a37dea6a068f6c9d27e848b1b"
     "e7a1eeeb3ee50b78036fba95ae46948ca5b13f356ea24db10f60dc09e4b8bad8f766b668ef725244"
     "32080a0ce00ed676d6d5e354984b1078520412525848156d06f0652469f95791baa3d9a798ae5370"
     "94f76f976faecd5c9ce0c930a75910c63dacf63485cb4b5e7bdbcf4d80e74037eaa1a8fe4b52930b"
     "ec6be99cf6ac88cf5878dbf6859d456a95dbc34654eec425de84ca2a535d517403a9aada827e7d00"
     "93ecfc97ed056a7652825e9a45cb2dcb",
     true},
    {"21, seed is all 0",
     "313233343030",
     "8e5f01ff0c1775870715fd0366a8748531f8b00803df35e0e2308db63bbec4eca4e093351876b794"
     "213b904e5dde284a82d74abfcbfff94bc9a8300bea99edd07fe97d6e0b11219f85ac15acc404d37d"
     "3da16819a14a438f3f72f8178b312526232386e918a8a7e11fc38f4668c499a00480cf9d2d75aabc"
     "0198d3ba9ba345fba9105c6564df5f6ce796f14100d186abffe4d83d57969c1caddc7c7aa340b4d1"
     "bab23d9b3982278328ddebe648f5c52588738f3c56a88b3f34c890c03fafc27f485a17677a53e974"
     "dc1dd86f463a927f4328ac51bbc61705ae8abd7f45628957489e2defd8e043b955b118fb2a1c407d"
     "45893004aae0f945f06add1e45b41a03",
     true},
    {"23, first octet is 1",
     "",
     "3f92a694661cae336cac7a3c5a6f67e0655d10218a64459739ab9664f2cec58978939512df621e6b"
     "92fe3429bb22c08b5103da648a7719e7e95a04e6b61601546955825d60f4c517619f851780ad17f1"
     "b8a955cf8c7f1a5e26ca4a0cc19cca751d0790d56e1140a4705e19274f638b7c16d9d3e423a7f787"
     "d02699235e3e9e4d543a954f9b1bce5411c8ebdcae86a4bb86c66818a0bab51a2b00383b318e53d9"
     "5508bab1b19e388cd5a03cdceba0f7176c1782e19ef62cff69352d444b1ce0e1f339e96d8a65c07a"
     "a37f5f2cf33867f6c496e0da6cd79b3e2183b57064ce21a1b92072702e555a82cad75107fdfd8bd5"
     "e7ea5f119cfbbc1770e962fd0b781aff",
     false},
    {"27, modulus added",
     "",
     "b056e2513c7c470d897032d406e97b5946dcad52df1c1650d61a1d7b0af59e8cfaec4d9e834d06d8"
     "19b92a7d440d277e5039ab8aeff25043e98b281ae6ce0a91f8dfbbd1b4998fe5481671381b6a3952"
     "448b617ae606f06a0143561a040edaf3c972e611bd7cb814aa4761d38e4a007ca65af8fde6eb25d9"
     "19d8bd9273cca7622984aa27994d049612424547775c5df75483962143522d075b8c55ea61b04583"
     "eb4c0358f9fbb902dedff30b7d8592b57094df4f6345668af53d1aea86fb36dd69b4434bacf8fc12"
     "c13802f5b03551ba8f207d4060a9f56e6b7e18c766eb82b6ce6ee0747fbe785c3c1c25fe7fb87de5"
     "0032b172129fa41a69c3ce0e777ef10f",
     false},
    {"24, zero",
     "",
     "00000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "00000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "00000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "00000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "00000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "00000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "00000000000000000000000000000000",
     false},
    {"25, one",
     "",
     "00000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "00000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "00000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "00000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "00000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "00000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "00000000000000000000000000000001",
     false},
    {"26, modulus - 1",
     "",
     "a2b451a07d0aa5f96e455671513550514a8a5b462ebef717094fa1fee82224e637f9746d3f7cafd3"
     "1878d80325b6ef5a1700f65903b469429e89d6eac8845097b5ab393189db92512ed8a7711a1253fa"
     "cd20f79c15e8247f3d3e42e46e48c98e254a2fe9765313a03eff8f17e1a029397a1fa26a8dce26f4"
     "90ed81299615d9814c22da610428e09c7d9658594266f5c021d0fceca08d945a12be82de4d1ece6b"
     "4c03145b5d3495d4ed5411eb878daf05fd7afc3e09ada0f1126422f590975a1969816f48698bcbba"
     "1b4d9cae79d460d8f9f85e7975005d9bc22c4e5ac0f7c1a45d12569a62807d3b9a02e5a530e77306"
     "6f453d1f5b4c2e9cf7820283f742b9d4",
     false},
    {"29, empty", "", "", false},
    {"30, octets in front",
     "",
     "00000da290b0bf71a1141b2adc62b5b42b07fc52520cb05d1f39ccca7b7c22d379a6c2f2d93143d0"
     "57050140527a1e5638243938b531ec3de7014b0151301e49b9fa433482a02abdfd94193dc9c70157"
     "e557776a69ded01ecbeac405133595c61165a428b6284729a4746b47d2bbaca9d7432c3b5693591c"
     "fee488eb3c68ddb6cde0dd61cfc6952423f994abecee34f5683732b29934a2c498ad48cdd30c1491"
     "77189f48eefd9cc7232df18be11ff5f7e3af7319e3115997c599e2d8f7f4f663dcc40032d403436d"
     "3058a5ea66473660f0e195281ec6eba997d2a951ca6ca5f3c112715c89da1d3dfb20a21940594ed1"
     "0ade90ed7452b753757d7241cb8a803c373a",
     false},
};

class RsaOaepVectors : public TestCase
{
  public:
    RsaOaepVectors()
        : TestCase("published ciphertexts, good and bad")
    {
    }

  private:
    void DoRun() override
    {
        const RsaOaep rsa = RsaOaep::FromPkcs8(FromHex(PRIVATE_KEY));
        NS_TEST_EXPECT_MSG_EQ(rsa.Size(), 256, "2048 bits");
        NS_TEST_EXPECT_MSG_EQ(ToHex(rsa.ToPkcs8()), PRIVATE_KEY, "key as it came");
        for (const Vector& vector : VECTORS)
        {
            const auto message = rsa.Decrypt(FromHex(vector.ciphertext));
            NS_TEST_ASSERT_MSG_EQ(message.has_value(), vector.valid, vector.name);
            if (vector.valid)
            {
                NS_TEST_EXPECT_MSG_EQ(ToHex(*message), vector.message, vector.name);
            }
        }
        for (const std::size_t size : {0, 1, 100, 1200})
        {
            Bytes der = FromHex(PRIVATE_KEY);
            der.resize(size);
            bool refused = false;
            try
            {
                RsaOaep::FromPkcs8(der);
            }
            catch (const std::invalid_argument&)
            {
                refused = true;
            }
            NS_TEST_EXPECT_MSG_EQ(refused, true, "key cut at " << size);
        }
    }
};

class RsaOaepLengths : public TestCase
{
  public:
    RsaOaepLengths()
        : TestCase("every key length: longest message, changes, counts, repetition")
    {
    }

  private:
    void DoRun() override
    {
        struct Expected
        {
            std::size_t bits;
            std::size_t longest;
            Operation publicOperation;
            Operation privateOperation;
            uint64_t hashBlocks;
        };

        // Hash blocks: masks of 95, 223 and 351 octets, and digests over as many and four.
        const Expected lengths[] = {
            {1024, 62, Operation::RSA_1024_PUBLIC, Operation::RSA_1024_PRIVATE, 3 + 2},
            {2048, 190, Operation::RSA_2048_PUBLIC, Operation::RSA_2048_PRIVATE, 7 + 4},
            {3072, 318, Operation::RSA_3072_PUBLIC, Operation::RSA_3072_PRIVATE, 11 + 6},
        };
        for (const Expected& length : lengths)
        {
            const OperationScope making;
            const RsaOaep rsa = RsaOaep::Generate(length.bits, SeededRandom({1, 2, 3}));
            NS_TEST_EXPECT_MSG_EQ(making.Counts().IsZero(), true, "keys are there before");
            NS_TEST_EXPECT_MSG_EQ(rsa.LongestMessage(), length.longest, length.bits);
            const Bytes message(length.longest, 0xa5);
            const OperationScope encrypting;
            const Bytes ciphertext = rsa.Encrypt(message, SeededRandom({4}));
            NS_TEST_EXPECT_MSG_EQ(encrypting.Counts().Get(length.publicOperation), 1, length.bits);
            NS_TEST_EXPECT_MSG_EQ(encrypting.Counts().Get(Operation::SHA256_BLOCK),
                                  length.hashBlocks,
                                  length.bits);
            const OperationScope decrypting;
            NS_TEST_EXPECT_MSG_EQ((rsa.Decrypt(ciphertext) == message), true, length.bits);
            NS_TEST_EXPECT_MSG_EQ(decrypting.Counts().Get(length.privateOperation), 1, length.bits);
            NS_TEST_EXPECT_MSG_EQ((rsa.Encrypt(message, SeededRandom({4})) == ciphertext),
                                  true,
                                  "repeats with its seed");
            NS_TEST_EXPECT_MSG_EQ((rsa.Encrypt(message, SeededRandom({5})) == ciphertext),
                                  false,
                                  "and only with it");
            for (std::size_t i = 0; i < ciphertext.size(); i += 31)
            {
                Bytes changed = ciphertext;
                changed[i] ^= 1;
                NS_TEST_EXPECT_MSG_EQ(rsa.Decrypt(changed).has_value(), false, "octet " << i);
            }
            bool refused = false;
            try
            {
                rsa.Encrypt(Bytes(length.longest + 1), SeededRandom({}));
            }
            catch (const std::invalid_argument&)
            {
                refused = true;
            }
            NS_TEST_EXPECT_MSG_EQ(refused, true, "longer than the longest");
        }
        bool refused = false;
        try
        {
            RsaOaep::Generate(512, SeededRandom({}));
        }
        catch (const std::invalid_argument& error)
        {
            refused = std::string(error.what()).find("512") != std::string::npos;
        }
        NS_TEST_EXPECT_MSG_EQ(refused, true, "512 bits");
    }
};

class RsaOaepSuite : public TestSuite
{
  public:
    RsaOaepSuite()
        : TestSuite("iomt-rsa-oaep", TestSuite::Type::UNIT)
    {
        AddTestCase(new RsaOaepVectors);
        AddTestCase(new RsaOaepLengths);
    }
};

const RsaOaepSuite SUITE;

} // namespace
