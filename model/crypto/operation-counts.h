// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_OPERATION_COUNTS_H
#define IOMT_OPERATION_COUNTS_H

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ns3::iomt
{

/**
 * @brief What executed code reports to have done, and a device profile puts a time and an energy
 * to.
 *
 * An AES block under a 192-bit or 256-bit key is 12 or 14 rounds where 10 are counted as one
 * AES_BLOCK (FIPS 197, table 4): suites scale and round up per message.
 */
enum class Operation
{
    AES_BLOCK,            //!< one AES-128 block encryption
    GHASH_BLOCK,          //!< one multiplication in GF(2^128)
    DES_BLOCK,            //!< one DES block encryption; three in triple DES
    SHA256_BLOCK,         //!< one SHA-256 compression (64 octets)
    P256_SIGN,            //!< one ECDSA signature on P-256
    P256_VERIFY,          //!< one ECDSA verification on P-256
    P256_ECDH,            //!< one P-256 key agreement
    RSA_1024_PUBLIC,      //!< one power to 65537 modulo 1024 bits
    RSA_1024_PRIVATE,     //!< one power to the private exponent modulo 1024 bits
    RSA_2048_PUBLIC,      //!< one power to 65537 modulo 2048 bits
    RSA_2048_PRIVATE,     //!< one power to the private exponent modulo 2048 bits
    RSA_3072_PUBLIC,      //!< one power to 65537 modulo 3072 bits
    RSA_3072_PRIVATE,     //!< one power to the private exponent modulo 3072 bits
    FIELD_MULTIPLICATION, //!< one multiplication modulo the 381-bit prime of BLS12-381
    CODEC_BYTE,           //!< one octet written or read by a wire form
    TERM_EVALUATION,      //!< one membership function evaluated
    RULE_EVALUATION,      //!< one fuzzy rule evaluated
    SAMPLE,               //!< one sample of a signal processed
    PACKET,               //!< one packet handled
    COUNT                 //!< how many operations there are; none itself
};

/**
 * @param operation any but COUNT
 * @return its name in device profiles, as "aes-block"
 */
std::string ToString(Operation operation);

/**
 * @param name as ToString gives it
 * @return the operation; nothing if there is none of that name
 */
std::optional<Operation> OperationFromString(std::string_view name);

/// How often each operation ran.
class OperationCounts
{
  public:
    /**
     * @param operation what ran
     * @param times how often
     */
    void Add(Operation operation, uint64_t times = 1)
    {
        m_counts[static_cast<std::size_t>(operation)] += times;
    }

    /**
     * @param operation which
     * @return how often it ran
     */
    uint64_t Get(Operation operation) const
    {
        return m_counts[static_cast<std::size_t>(operation)];
    }

    OperationCounts& operator+=(const OperationCounts& other);
    /// @pre no count of `other` exceeds this one's
    OperationCounts& operator-=(const OperationCounts& other);
    bool operator==(const OperationCounts& other) const;
    bool operator!=(const OperationCounts& other) const;
    /// @return whether nothing ran
    bool IsZero() const;

  private:
    std::array<uint64_t, static_cast<std::size_t>(Operation::COUNT)> m_counts{};
};

OperationCounts operator+(OperationCounts left, const OperationCounts& right);
OperationCounts operator-(OperationCounts left, const OperationCounts& right);

namespace detail
{
/// Not by a function: a short packet is sealed in less time than two calls into a library's
/// thread-local storage are worth.
extern __attribute__((tls_model("initial-exec"))) __thread OperationCounts g_runningOperations;
} // namespace detail

/// @return the tally of this thread, which everything executed adds to
inline OperationCounts&
RunningOperations()
{
    return detail::g_runningOperations;
}

/**
 * @brief What ran since the scope was opened.
 *
 * Scopes nest: the outer one sees what the inner one saw.
 */
class OperationScope
{
  public:
    OperationScope();
    OperationScope(const OperationScope&) = delete;
    OperationScope& operator=(const OperationScope&) = delete;

    /// @return what ran since construction
    OperationCounts Counts() const;

  private:
    OperationCounts m_before;
};

} // namespace ns3::iomt

#endif // IOMT_OPERATION_COUNTS_H
