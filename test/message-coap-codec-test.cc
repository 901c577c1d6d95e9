// SPDX-License-Identifier: GPL-2.0-only

// CoAP messages against RFC 7252, appendix A and 3.1, and what a parser must refuse.

#include "ns3/coap-message.h"
#include "ns3/coap-options.h"
#include "ns3/test.h"

#include <stdexcept>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

class CoapExamples : public TestCase
{
  public:
    CoapExamples()
        : TestCase("figures 16 and 17 of RFC 7252, appendix A")
    {
    }

  private:
    void Check(const CoapMessage& message, const char* hex)
    {
        NS_TEST_EXPECT_MSG_EQ(ToHex(EncodeCoap(message)), hex, "written");
        const CoapParse parse = DecodeCoap(FromHex(hex));
        NS_TEST_ASSERT_MSG_EQ((parse.status == CoapParseStatus::OK), true, parse.error);
        NS_TEST_EXPECT_MSG_EQ((parse.message.type == message.type), true, hex);
        NS_TEST_EXPECT_MSG_EQ(int(parse.message.code), int(message.code), hex);
        NS_TEST_EXPECT_MSG_EQ(parse.message.messageId, message.messageId, hex);
        NS_TEST_EXPECT_MSG_EQ(ToHex(parse.message.token), ToHex(message.token), hex);
        NS_TEST_EXPECT_MSG_EQ((parse.message.options == message.options), true, hex);
        NS_TEST_EXPECT_MSG_EQ(ToHex(parse.message.payload), ToHex(message.payload), hex);
    }

    void DoRun() override
    {
        CoapMessage request;
        request.code = CoapCode::GET;
        request.messageId = 0x7d34;
        request.SetPath("temperature");
        Check(request, "40017d34bb74656d7065726174757265");
        CoapMessage response;
        response.type = CoapType::ACK;
        response.code = CoapCode::CONTENT;
        response.messageId = 0x7d34;
        response.payload = ToBytes("22.3 C");
        Check(response, "60457d34ff32322e332043");
        request.messageId = response.messageId = 0x7d35;
        request.token = response.token = {0x20};
        Check(request, "41017d3520bb74656d7065726174757265");
        Check(response, "61457d3520ff32322e332043");
        NS_TEST_EXPECT_MSG_EQ(CoapCodeToString(CoapCode::CONTENT), "2.05", "code");
        NS_TEST_EXPECT_MSG_EQ(CoapCodeToString(CoapCode::UNSUPPORTED_CONTENT_FORMAT),
                              "4.15",
                              "code");
    }
};

class CoapOptions : public TestCase
{
  public:
    CoapOptions()
        : TestCase("option order, extended deltas and lengths, numbers and paths")
    {
    }

  private:
    void DoRun() override
    {
        CoapMessage message;
        message.code = CoapCode::PUT;
        message.AddUint(CoapOptionNumber::CONTENT_FORMAT, 112);
        message.SetPath("/ps/p1/ecg");
        message.AddUint(CoapOptionNumber::OBSERVE, 0);
        message.options.push_back({65000, Bytes(300, 7)});
        message.options.push_back({300, Bytes(13, 8)});
        const CoapParse parse = DecodeCoap(EncodeCoap(message));
        NS_TEST_ASSERT_MSG_EQ((parse.status == CoapParseStatus::OK), true, parse.error);
        NS_TEST_EXPECT_MSG_EQ(parse.message.Path(), "ps/p1/ecg", "path");
        NS_TEST_EXPECT_MSG_EQ(*parse.message.GetUint(CoapOptionNumber::CONTENT_FORMAT), 112, "cf");
        NS_TEST_EXPECT_MSG_EQ(*parse.message.GetUint(CoapOptionNumber::OBSERVE), 0, "observe");
        NS_TEST_EXPECT_MSG_EQ(parse.message.GetUint(CoapOptionNumber::MAX_AGE).has_value(),
                              false,
                              "absent");
        NS_TEST_EXPECT_MSG_EQ(parse.message.options.front().number, 6, "sorted");
        NS_TEST_EXPECT_MSG_EQ(parse.message.options[5].number, 300, "sorted");
        NS_TEST_EXPECT_MSG_EQ((parse.message.options.back() == CoapOption{65000, Bytes(300, 7)}),
                              true,
                              "two extended octets");
        message.token = Bytes(9);
        bool refused = false;
        try
        {
            EncodeCoap(message);
        }
        catch (const std::invalid_argument&)
        {
            refused = true;
        }
        NS_TEST_EXPECT_MSG_EQ(refused, true, "token of 9 octets");
    }
};

class CoapMalformed : public TestCase
{
  public:
    CoapMalformed()
        : TestCase("what is no message, and whether it is ignored or rejected")
    {
    }

  private:
    void DoRun() override
    {
        struct Example
        {
            const char* hex;
            CoapParseStatus status;
            const char* error;
        };

        const auto ignored = CoapParseStatus::IGNORED;
        const auto broken = CoapParseStatus::FORMAT_ERROR;
        const Example examples[] = {
            {"", ignored, "octet 0: shorter than a header"},
            {"400100", ignored, "octet 0: shorter than a header"},
            {"80010000", ignored, "octet 0: version 2, not 1"},
            {"49010000000000000000000000", broken, "octet 4: token length above 8"},
            {"4401000011", broken, "octet 4: token beyond the end of the datagram"},
            {"40010000ff", broken, "octet 5: payload marker without payload"},
            {"40010000f0", broken, "octet 5: option delta 15 is reserved"},
            {"400100000f", broken, "octet 5: option length 15 is reserved"},
            {"40010000b57465", broken, "octet 5: option beyond the end of the datagram"},
            {"40010000d0", broken, "octet 5: option delta beyond the end of the datagram"},
            {"40010000e0ff", broken, "octet 5: option delta beyond the end of the datagram"},
            {"40010000e0ffff", broken, "octet 7: option number above 65535"},
            {"4000000000", broken, "octet 4: an Empty message with more than a header"},
            {"40000000", CoapParseStatus::OK, ""},
        };
        for (const Example& example : examples)
        {
            const CoapParse parse = DecodeCoap(FromHex(example.hex));
            NS_TEST_EXPECT_MSG_EQ(parse.error, example.error, example.hex);
            NS_TEST_EXPECT_MSG_EQ((parse.status == example.status), true, example.hex);
        }
    }
};

class CoapOptionChecks : public TestCase
{
  public:
    CoapOptionChecks()
        : TestCase("critical options that are unknown, too long or repeated")
    {
    }

  private:
    void Check(std::vector<CoapOption> options, CoapOptionCheck expected, const char* what)
    {
        CoapMessage message;
        message.code = CoapCode::GET;
        message.options = std::move(options);
        NS_TEST_EXPECT_MSG_EQ((CheckCoapOptions(message) == expected), true, what);
    }

    void DoRun() override
    {
        Check({{11, Bytes(255)}, {11, {}}, {15, {}}}, CoapOptionCheck::OK, "paths and queries");
        Check({{2048, {}}, {6, Bytes(4)}, {6, {}}}, CoapOptionCheck::OK, "elective");
        Check({{2049, {}}}, CoapOptionCheck::BAD_OPTION, "unknown");
        Check({{11, Bytes(256)}}, CoapOptionCheck::BAD_OPTION, "too long");
        Check({{17, {}}, {17, {}}}, CoapOptionCheck::BAD_OPTION, "twice");
        Check({{23, {}}}, CoapOptionCheck::BAD_OPTION, "Block2 is not implemented");
        Check({{35, ToBytes("coap://x")}}, CoapOptionCheck::PROXY, "Proxy-Uri");
    }
};

class CoapCodecSuite : public TestSuite
{
  public:
    CoapCodecSuite()
        : TestSuite("iomt-coap-codec", TestSuite::Type::UNIT)
    {
        AddTestCase(new CoapExamples);
        AddTestCase(new CoapOptions);
        AddTestCase(new CoapMalformed);
        AddTestCase(new CoapOptionChecks);
    }
};

const CoapCodecSuite SUITE;

} // namespace
